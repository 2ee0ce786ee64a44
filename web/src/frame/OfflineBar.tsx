// Says that the connection is lost, and what is safe.
import { useReachable } from "../api/connection";
import { useText } from "../text/language";

export function OfflineBar() {
  const t = useText();
  const isLost = !useReachable();
  return (
    <div role="status" className="offline-bar" hidden={!isLost}>
      {isLost ? t("frame.offline") : null}
    </div>
  );
}
