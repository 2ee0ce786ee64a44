// A one-time link: sets a password, and for the first administrator the account itself.

import { useNavigate, useParams } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import { useLink, useRedeemLink } from "../api/account";
import { Refusal } from "../api/client";
import { Shape, useReason } from "../look/Wait";
import { useText } from "../text/language";
import { Door } from "./Door";

export function OneTimeLink() {
  const t = useText();
  const reason = useReason();
  const { token } = useParams({ from: "/link/$token" });
  const link = useLink(token);
  if (link.isPending) return <Shape />;
  if (link.error) {
    return (
      <Door title={t("account.link_void")}>
        <p>
          {link.error instanceof Refusal && [404, 410].includes(link.error.status)
            ? t("account.link_void_why")
            : reason(link.error)}
        </p>
      </Door>
    );
  }
  return (
    <Door title={t("account.set_password")}>
      <p className="quiet">
        {link.data.login ? t("account.link_for", { login: link.data.login }) : t("account.link_first")}
      </p>
      <PasswordForm token={token} isFirst={!link.data.login} />
    </Door>
  );
}

function PasswordForm({ token, isFirst }: { token: string; isFirst: boolean }) {
  const t = useText();
  const id = useId();
  const reason = useReason();
  const navigate = useNavigate();
  const redeem = useRedeemLink(token);
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = isFirst ? { login, name, password } : { password };
    redeem.mutate(given, { onSuccess: (me) => void navigate({ to: me ? (isFirst ? "/setup" : "/") : "/sign-in" }) });
  };
  const complete = password !== "" && again === password && (!isFirst || (login !== "" && name !== ""));
  return (
    <form onSubmit={submit}>
      {isFirst ? (
        <>
          <label htmlFor={`${id}-login`}>{t("account.login")}</label>
          <Input
            id={`${id}-login`}
            size="large"
            autoComplete="username"
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
          <label htmlFor={`${id}-name`}>{t("account.name")}</label>
          <Input
            id={`${id}-name`}
            size="large"
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </>
      ) : null}
      <label htmlFor={`${id}-new`}>{t("account.new_password")}</label>
      <Input.Password
        id={`${id}-new`}
        size="large"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <label htmlFor={`${id}-again`}>{t("account.password_again")}</label>
      <Input.Password
        id={`${id}-again`}
        size="large"
        autoComplete="new-password"
        status={differs ? "error" : undefined}
        value={again}
        onChange={(event) => setAgain(event.target.value)}
      />
      {differs || redeem.error ? (
        <p className="fault" role="alert">
          {differs ? t("account.differs") : reason(redeem.error)}
        </p>
      ) : null}
      <Button type="primary" size="large" block htmlType="submit" loading={redeem.isPending} disabled={!complete}>
        {t("account.set_password")}
      </Button>
    </form>
  );
}
