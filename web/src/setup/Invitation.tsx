// Somebody with their account: none yet, invited by a link to pass on, or able to sign in.
import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import { LinkToPassOn } from "../account/LinkToPassOn";
import { useAdminister } from "../api/administration";
import { Refusal } from "../api/client";
import { useOnce } from "../api/once";
import type { Account, ListedRecord, Value } from "../api/wire";
import { isReference } from "../field/value";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";

export function Invitation({ person, account }: { person: ListedRecord; account: Account | undefined }) {
  const t = useText();
  const { invite } = useAdminister(person.id);
  const [asks, setAsks] = useState(false);
  const places = Object.values(person.fields).filter(isReference);
  const mail = Object.values(person.fields).find(isMail);
  return (
    <li>
      <div className="setup-person">
        <RecordLink to={person} />
        <span className="quiet">{places.map((place) => place.title).join(" · ")}</span>
        {account ? (
          <span className={account.has_password ? "sign done" : "sign wait"}>
            {t(account.has_password ? "account.usable" : "account.invited")} · {account.login}
          </span>
        ) : asks ? null : (
          <Button size="small" onClick={() => setAsks(true)} aria-label={t("setup.invite", { name: person.title })}>
            {t("account.invite")}
          </Button>
        )}
      </div>
      {asks && !account && !invite.data ? <Login invite={invite} start={mail?.split("@")[0] ?? ""} /> : null}
      {invite.data ? <LinkToPassOn made={invite.data} /> : null}
    </li>
  );
}

const isMail = (value: Value): value is string => typeof value === "string" && /^[^@\s]+@[^@\s]+$/.test(value);

function Login({ invite, start }: { invite: ReturnType<typeof useAdminister>["invite"]; start: string }) {
  const t = useText();
  const id = useId();
  const [login, setLogin] = useState(start);
  const refusal = invite.error instanceof Refusal ? invite.error : undefined;
  const make = useOnce(() => invite.mutateAsync(login.trim()));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (login.trim()) make.run();
  };
  return (
    <form className="invite-line" onSubmit={submit}>
      <label htmlFor={id}>{t("account.login")}</label>
      <Input
        id={id}
        size="small"
        autoFocus
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={login}
        onChange={(event) => setLogin(event.target.value)}
      />
      <Button size="small" type="primary" htmlType="submit" loading={make.isBusy} disabled={login.trim() === ""}>
        {t("setup.make_link")}
      </Button>
      <Fault error={invite.error} said={refusal?.at("login") ?? refusal?.at("person")} />
    </form>
  );
}
