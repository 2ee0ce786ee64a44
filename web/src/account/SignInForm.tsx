// Login and password: at the door, and over a page whose session has ended.

import type { UseMutationResult } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import type { Me } from "../api/wire";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";

interface SignInFormProps {
  known?: string;
  signIn: UseMutationResult<Me, Error, { login: string; password: string }>;
  onDone?: () => void;
}

export function SignInForm({ known = "", signIn, onDone }: SignInFormProps) {
  const t = useText();
  const id = useId();
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ login, password }, { onSuccess: onDone });
  };
  return (
    <form className="sign-in-form" onSubmit={submit}>
      <label htmlFor={`${id}-login`}>{t("account.login")}</label>
      <Input
        id={`${id}-login`}
        size="large"
        autoFocus={known === ""}
        autoComplete="username"
        autoCapitalize="none"
        value={login}
        onChange={(event) => setLogin(event.target.value)}
      />
      <label htmlFor={`${id}-password`}>{t("account.password")}</label>
      <Input.Password
        id={`${id}-password`}
        size="large"
        autoFocus={known !== ""}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Fault error={signIn.error} />
      <Button type="primary" size="large" block htmlType="submit" loading={signIn.isPending}>
        {t("account.sign_in")}
      </Button>
    </form>
  );
}
