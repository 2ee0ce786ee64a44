// One's own account: where one is signed in, the password, the tokens.

import { Button } from "antd";
import { useMe, useRevoke, useSessions } from "../api/account";
import { Fault } from "../look/Fault";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { near } from "../text/time";
import { device } from "./device";
import { Password } from "./Password";
import { Tokens } from "./Tokens";

export function AccountPage() {
  const label = useLabel();
  const me = useMe().data;
  return (
    <div className="page account-page">
      <header className="page-head">
        <h1>{me?.name}</h1>
        <span className="quiet">
          {[me?.login, me?.customer?.title, ...new Set(me?.roles.map((held) => label(held.label)))]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </header>
      <Password />
      <Sessions />
      {me?.customer ? null : <Tokens />}
    </div>
  );
}

function Sessions() {
  const t = useText();
  const sessions = useSessions();
  const revoke = useRevoke("sessions");
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{t("account.sessions")}</h2>
      {sessions.isPending ? <Shape rows={2} /> : null}
      {sessions.isError ? <Trouble error={sessions.error} /> : null}
      <ul className="rows">
        {sessions.data?.items.map((session) => (
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
              <Button size="small" onClick={() => revoke.mutate(session.id)}>
                {t("account.end_session")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Fault error={revoke.error} />
    </section>
  );
}
