// Changes one's own password.

import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import { useChangePassword } from "../api/account";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";

export function Password() {
  const t = useText();
  const id = useId();
  const change = useChangePassword();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const clear = () => {
      setCurrent("");
      setPassword("");
    };
    change.mutate({ current, password }, { onSuccess: clear });
  };
  return (
    <section aria-labelledby="password">
      <h2 id="password">{t("account.password")}</h2>
      <form className="line-form" onSubmit={submit}>
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
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <Button htmlType="submit" loading={change.isPending} disabled={current === "" || password === ""}>
          {t("account.change_password")}
        </Button>
      </form>
      <Fault error={change.error} />
      {change.isSuccess && password === "" ? <p role="status">{t("account.password_changed")}</p> : null}
    </section>
  );
}
