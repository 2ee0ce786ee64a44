// Where somebody is signed in, each to be ended but the one that asks.
import { Button } from "antd";
import type { Session } from "../api/wire";
import { useText } from "../text/language";
import { near } from "../text/time";
import { device } from "./device";

interface SessionListProps {
  labelledBy: string;
  sessions: Session[];
  onEnd: (session: string) => void;
}

export function SessionList({ labelledBy, sessions, onEnd }: SessionListProps) {
  const t = useText();
  return (
    <ul className="rows" aria-labelledby={labelledBy}>
      {sessions.map((session) => (
        <li key={session.id}>
          <div>
            <strong title={session.device}>{device(session.device) || t("account.unknown_device")}</strong>
            <span className="quiet">
              {session.address} · {t("account.last_used", { at: near(session.seen_at) })}
            </span>
          </div>
          {session.is_this ? (
            <span className="sign done">{t("account.this_session")}</span>
          ) : (
            <Button size="small" onClick={() => onEnd(session.id)}>
              {t("account.end_session")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
