// Says that the connection is lost, and what is safe.
import { useOffline } from "../api/connection";
import { useText } from "../text/language";

export function OfflineBar() {
  const t = useText();
  const offline = useOffline();
  return (
    <div role="status" className="offline-bar" hidden={!offline}>
      {offline ? t("frame.offline") : null}
    </div>
  );
}
