// The account of the person or contact that a record is: given, given anew, locked and unlocked by an administrator.
import { Button, Input, Popconfirm } from "antd";
import { type FormEvent, useId, useState } from "react";
import { useAccountOf, useAdminister, useSessionsOf } from "../api/administration";
import { Refusal } from "../api/client";
import { useOnce } from "../api/once";
import type { Account, YuhengRecord } from "../api/wire";
import { Fault } from "../look/Fault";
import { Shape, Trouble } from "../look/Wait";
import { useText } from "../text/language";
import { moment } from "../text/time";
import { LinkToPassOn } from "./LinkToPassOn";
import { SessionList } from "./SessionList";

export function AccountPanel({ record }: { record: YuhengRecord }) {
  const t = useText();
  const account = useAccountOf(record.id);
  return (
    <section className="account-panel unprinted" aria-labelledby="account">
      <h3 id="account">{t("account.account")}</h3>
      {account.isPending ? <Shape rows={2} /> : null}
      {account.isError ? <Trouble error={account.error} retry={() => void account.refetch()} /> : null}
      {account.isSuccess ? <Administer key={record.id} person={record.id} account={account.data} /> : null}
    </section>
  );
}

type Administration = ReturnType<typeof useAdminister>;

function Administer({ person, account }: { person: string; account: Account | null }) {
  const administration = useAdminister(person);
  const { invite, reset, lock, unlock } = administration;
  const made = reset.data ?? invite.data;
  return (
    <>
      {account ? <State account={account} /> : null}
      {account ? <Acts account={account} administration={administration} /> : <Invite invite={invite} />}
      <Fault error={reset.error ?? lock.error ?? unlock.error} />
      {made ? <LinkToPassOn made={made} /> : null}
      {account ? <Sessions person={person} login={account.login} end={administration.end} /> : null}
    </>
  );
}

function State({ account }: { account: Account }) {
  const t = useText();
  const [word, hue] = account.locked
    ? ["account.locked", "late"]
    : account.has_password
      ? ["account.usable", "done"]
      : ["account.invited", "wait"];
  return (
    <p>
      <strong>{account.login}</strong> <span className={`sign ${hue}`}>{t(word)}</span>
      <span className="quiet seen">
        {account.signed_in_at ? t("account.signed_in", { at: moment(account.signed_in_at) }) : t("account.never_in")}
      </span>
    </p>
  );
}

function Acts({ account, administration }: { account: Account; administration: Administration }) {
  const t = useText();
  const { invite, reset, lock, unlock } = administration;
  const act = (one: Administration["reset" | "lock" | "unlock"]) => {
    // What was said of the act before is no longer about this one.
    for (const other of [invite, reset, lock, unlock]) other.reset();
    one.mutate(account.login);
  };
  const confirmed = { okText: t("account.confirm"), cancelText: t("record.go_back") };
  return (
    <div className="acts">
      {account.locked ? (
        <Button size="small" loading={unlock.isPending} onClick={() => act(unlock)}>
          {t("account.unlock")}
        </Button>
      ) : (
        <>
          <Popconfirm {...confirmed} title={t("account.reset_why")} onConfirm={() => act(reset)}>
            <Button size="small" loading={reset.isPending}>
              {t(account.has_password ? "account.reset" : "account.invite_again")}
            </Button>
          </Popconfirm>
          <Popconfirm {...confirmed} title={t("account.lock_why")} onConfirm={() => act(lock)}>
            <Button size="small" danger loading={lock.isPending}>
              {t("account.lock")}
            </Button>
          </Popconfirm>
        </>
      )}
    </div>
  );
}

/** Where the account is signed in; nothing where it isn't. */
function Sessions({ person, login, end }: { person: string; login: string; end: Administration["end"] }) {
  const t = useText();
  const sessions = useSessionsOf(person, login);
  if (sessions.isError) return <Trouble error={sessions.error} retry={() => void sessions.refetch()} />;
  if (!sessions.data?.items.length) return null;
  return (
    <>
      <h4 id="account-sessions">{t("account.sessions")}</h4>
      <SessionList
        labelledBy="account-sessions"
        sessions={sessions.data.items}
        onEnd={(session) => end.mutate({ login, session })}
      />
      <Fault error={end.error} />
    </>
  );
}

function Invite({ invite }: { invite: Administration["invite"] }) {
  const t = useText();
  const id = useId();
  const [login, setLogin] = useState("");
  const refusal = invite.error instanceof Refusal ? invite.error : undefined;
  const make = useOnce(async () => login.trim() && invite.mutateAsync(login.trim()));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.run();
  };
  return (
    <form className="invite" onSubmit={submit}>
      <p className="quiet">{t("account.none")}</p>
      <label htmlFor={id}>{t("account.login")}</label>
      <div className="invite-line">
        <Input
          id={id}
          size="small"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={login}
          status={invite.isError ? "error" : undefined}
          onChange={(event) => setLogin(event.target.value)}
        />
        <Button size="small" htmlType="submit" loading={make.isBusy} disabled={login.trim() === ""}>
          {t("account.invite")}
        </Button>
      </div>
      <Fault error={invite.error} said={refusal?.at("login") ?? refusal?.at("person")} />
    </form>
  );
}
