// Changes one's own password.

import { Button, Input } from "antd";
import { type FormEvent, useId, useRef, useState } from "react";
import { useChangePassword } from "../api/account";
import { Refusal } from "../api/client";
import { focusFirstFault } from "../field/fault";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";

export function Password() {
  const t = useText();
  const id = useId();
  const change = useChangePassword();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const fault = change.error instanceof Refusal ? change.error.at("password") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const clear = () => {
      setCurrent("");
      setPassword("");
    };
    const point = () => setTimeout(() => focusFirstFault(form.current ?? document));
    change.mutate({ current, password }, { onSuccess: clear, onError: point });
  };
  return (
    <section aria-labelledby="password">
      <h2 id="password">{t("account.password")}</h2>
      <form ref={form} className="line-form" onSubmit={submit}>
        <label htmlFor={`${id}-current`}>
          {t("account.current_password")}
          <Input.Password
            id={`${id}-current`}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </label>
        <label htmlFor={`${id}-new`}>
          {t("account.new_password")}
          <Input.Password
            id={`${id}-new`}
            autoComplete="new-password"
            value={password}
            status={fault ? "error" : ""}
            aria-invalid={fault !== undefined}
            aria-describedby={fault ? `${id}-fault` : undefined}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <Button htmlType="submit" loading={change.isPending} disabled={current === "" || password === ""}>
          {t("account.change_password")}
        </Button>
      </form>
      {fault ? (
        <p id={`${id}-fault`} className="fault" role="alert">
          {fault}
        </p>
      ) : (
        <Fault error={change.error} />
      )}
      {change.isSuccess && password === "" ? <p role="status">{t("account.password_changed")}</p> : null}
    </section>
  );
}
