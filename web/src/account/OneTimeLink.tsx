// A one-time link: sets a password, and for the first administrator the account itself.

import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useId, useRef, useState } from "react";
import { meQuery, useLink, useRedeemLink } from "../api/account";
import { Refusal } from "../api/client";
import { useOnce } from "../api/once";
import { focusFirstFault } from "../field/fault";
import { Shape, useReason } from "../look/Wait";
import { useText } from "../text/language";
import { Door } from "./Door";

export function OneTimeLink() {
  const t = useText();
  const { token } = useParams({ from: "/link/$token" });
  const link = useLink(token);
  if (link.isPending) return <Shape />;
  if (link.error) return <Void error={link.error} />;
  return (
    <Door title={t("account.set_password")}>
      <p className="quiet">
        {link.data.login ? t("account.link_for", { login: link.data.login }) : t("account.link_first")}
      </p>
      <PasswordForm token={token} isFirst={!link.data.login} />
    </Door>
  );
}

/** Says that a link can't be used, and leads on whoever is signed in. */
function Void({ error }: { error: Error }) {
  const t = useText();
  const reason = useReason();
  const status = error instanceof Refusal ? error.status : 0;
  const isUsed = status === 410;
  const me = useQuery({ ...meQuery, enabled: isUsed });
  if (isUsed && me.isPending) return <Shape />;
  return (
    <Door title={t("account.link_void")}>
      <p>{status === 404 || isUsed ? t("account.link_void_why") : reason(error)}</p>
      {isUsed && me.data ? <Link to="/">{t("account.link_go_on", { name: me.data.name })}</Link> : null}
    </Door>
  );
}

function PasswordForm({ token, isFirst }: { token: string; isFirst: boolean }) {
  const t = useText();
  const reason = useReason();
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  const redeem = useRedeemLink(token);
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && again !== password;
  const complete = password !== "" && again === password && (!isFirst || (login !== "" && name !== ""));
  // A link is used once: the second of two presses would be told that it is void.
  const submit = useOnce(async () => {
    if (!complete) return;
    try {
      const me = await redeem.mutateAsync(isFirst ? { login, name, password } : { password });
      await navigate({ to: me ? (isFirst ? "/setup" : "/") : "/sign-in" });
    } catch {
      setTimeout(() => focusFirstFault(form.current ?? document));
    }
  });
  const refusal = redeem.error instanceof Refusal ? redeem.error : undefined;
  const isPlaced = ["login", "name", "password"].some((field) => refusal?.at(field));
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit.run();
      }}
    >
      {isFirst ? (
        <>
          <DoorField
            label={t("account.login")}
            autoComplete="username"
            value={login}
            fault={refusal?.at("login")}
            onChange={setLogin}
          />
          <DoorField
            label={t("account.name")}
            autoComplete="name"
            value={name}
            fault={refusal?.at("name")}
            onChange={setName}
          />
        </>
      ) : null}
      <DoorField
        isSecret
        label={t("account.new_password")}
        autoComplete="new-password"
        value={password}
        fault={refusal?.at("password")}
        onChange={setPassword}
      />
      <DoorField
        isSecret
        label={t("account.password_again")}
        autoComplete="new-password"
        value={again}
        fault={differs ? t("account.differs") : undefined}
        onChange={setAgain}
      />
      {redeem.error && !isPlaced ? (
        <p className="fault" role="alert">
          {reason(redeem.error)}
        </p>
      ) : null}
      <Button type="primary" size="large" block htmlType="submit" loading={submit.isBusy} disabled={!complete}>
        {t("account.set_password")}
      </Button>
    </form>
  );
}

interface DoorFieldProps {
  label: string;
  autoComplete: string;
  isSecret?: boolean;
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}

/** A line of the form, and below it what is wrong with it. */
function DoorField({ label, autoComplete, isSecret, value, fault, onChange }: DoorFieldProps) {
  const id = useId();
  const Control = isSecret ? Input.Password : Input;
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Control
        id={id}
        size="large"
        autoComplete={autoComplete}
        status={fault ? "error" : undefined}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-note` : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {fault ? (
        <p id={`${id}-note`} className="fault" role="alert">
          {fault}
        </p>
      ) : null}
    </>
  );
}
