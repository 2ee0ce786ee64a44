// Says, as long as one looks through somebody else's eyes, through whose, and that nothing can be changed; and ends it.
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useMe } from "../api/account";
import { useOnce } from "../api/once";
import { endViewing } from "../api/viewing";
import { EyeIcon } from "../look/icon";
import { useReason } from "../look/Wait";
import { useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";
import "./viewing.css";

const MINUTE = 60_000;

export function ViewingBar() {
  const t = useText();
  const me = useMe().data;
  const reason = useReason();
  const [refused, setRefused] = useState<unknown>();
  const left = useMinutesLeft(me?.viewing?.until);
  const end = useOnce(() => endViewing().catch(setRefused));
  useOffers(
    me?.viewing ? [{ id: "end_viewing", kind: "act", label: inBoth("viewing.end"), run: () => end.run() }] : [],
  );
  if (!me?.viewing) return null;
  return (
    <section className="viewing-bar" aria-label={t("viewing.as", { name: me.name })}>
      <EyeIcon />
      <p role="status">
        <strong>{t("viewing.as", { name: me.name })}</strong> <span>{t("viewing.limits")}</span>{" "}
        <span>{t("viewing.left", { n: left })}</span>
      </p>
      <Button size="small" loading={end.isBusy} onClick={() => end.run()}>
        {t("viewing.end")}
      </Button>
      {refused ? <p role="alert">{reason(refused)}</p> : null}
    </section>
  );
}

/** How many minutes are left, begun ones included. */
function useMinutesLeft(until: string | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!until) return;
    const timer = setInterval(() => setNow(Date.now()), MINUTE / 4);
    return () => clearInterval(timer);
  }, [until]);
  return until ? Math.max(0, Math.ceil((Date.parse(until) - now) / MINUTE)) : 0;
}
