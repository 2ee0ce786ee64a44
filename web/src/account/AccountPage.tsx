// One's own account: where one is signed in, the password, the tokens.

import { useMe, useRevoke, useSessions } from "../api/account";
import { PageHelp } from "../help/PageHelp";
import { Fault } from "../look/Fault";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Password } from "./Password";
import { SessionList } from "./SessionList";
import { Tokens } from "./Tokens";

export function AccountPage() {
  const t = useText();
  const label = useLabel();
  const me = useMe().data;
  return (
    <div className="page account-page">
      <header className="page-head">
        <h1>{me?.name}</h1>
        <PageHelp id="account" />
        <span className="quiet">
          {[me?.login, me?.customer?.title, ...new Set(me?.roles.map((held) => label(held.label)))]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </header>
      {me?.viewing ? (
        <p className="quiet">{t("viewing.own_only")}</p>
      ) : (
        <>
          <Password />
          <Sessions />
          {me?.customer ? null : <Tokens />}
        </>
      )}
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
      <SessionList
        labelledBy="sessions"
        sessions={sessions.data?.items ?? []}
        onEnd={(session) => revoke.mutate(session)}
      />
      <Fault error={revoke.error} />
    </section>
  );
}
