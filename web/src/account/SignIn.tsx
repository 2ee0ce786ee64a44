// Signing in.

import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import { useSignIn } from "../api/account";
import { useReason } from "../look/Wait";
import { useText } from "../text/language";
import { Door } from "./Door";

/** Only an address of this page: what leads elsewhere would send people to a stranger's door. */
function safe(to: string | undefined): string {
  return to?.startsWith("/") && !to.startsWith("//") && !to.includes("\\") ? to : "/";
}

export function SignIn() {
  const t = useText();
  const id = useId();
  const reason = useReason();
  const router = useRouter();
  const navigate = useNavigate();
  const { to } = useSearch({ from: "/sign-in" });
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useSignIn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(
      { login, password },
      { onSuccess: () => (to ? router.history.push(safe(to)) : void navigate({ to: "/" })) },
    );
  };
  return (
    <Door title={t("account.sign_in")}>
      <form onSubmit={submit}>
        <label htmlFor={`${id}-login`}>{t("account.login")}</label>
        <Input
          id={`${id}-login`}
          size="large"
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
        <label htmlFor={`${id}-password`}>{t("account.password")}</label>
        <Input.Password
          id={`${id}-password`}
          size="large"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {signIn.error ? (
          <p className="fault" role="alert">
            {reason(signIn.error)}
          </p>
        ) : null}
        <Button type="primary" size="large" block htmlType="submit" loading={signIn.isPending}>
          {t("account.sign_in")}
        </Button>
      </form>
    </Door>
  );
}
