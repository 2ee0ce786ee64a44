// API tokens: made with a scope and an end, shown once, revoked at any time.

import { Button, Checkbox, Input, InputNumber, Select, Typography } from "antd";
import { type FormEvent, useState } from "react";
import { useCreateToken, useRevoke, useTokens } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import { Fault } from "../look/Fault";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { day } from "../text/time";

export function Tokens() {
  const t = useText();
  const label = useLabel();
  const { processes } = useDefinitions();
  const tokens = useTokens();
  const revoke = useRevoke("tokens");
  const names = (ids: string[]) => ids.map((id) => label(processes.find((one) => one.id === id)?.label, id)).join(", ");
  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens">{t("account.tokens")}</h2>
      {tokens.isPending ? <Shape rows={2} /> : null}
      {tokens.isError ? <Trouble error={tokens.error} /> : null}
      <ul className="rows">
        {tokens.data?.items.map((token) => (
          <li key={token.id}>
            <div>
              <strong>{token.label}</strong>
              <span className="quiet">
                {[
                  token.read_only ? t("account.read_only") : "",
                  names(token.processes),
                  t("account.until", { day: day(token.expires_at) }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </div>
            <Button size="small" danger onClick={() => revoke.mutate(token.id)}>
              {t("account.revoke")}
            </Button>
          </li>
        ))}
      </ul>
      <NewToken />
    </section>
  );
}

function NewToken() {
  const t = useText();
  const label = useLabel();
  const { processes } = useDefinitions();
  const create = useCreateToken();
  const [name, setName] = useState("");
  const [days, setDays] = useState<number | null>(90);
  const [readOnly, setReadOnly] = useState(true);
  const [chosen, setChosen] = useState<string[]>([]);
  const make = useOnce(async () => {
    await create.mutateAsync({ label: name, read_only: readOnly, processes: chosen, days: days ?? 90 });
    setName("");
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.run();
  };
  return (
    <>
      <form className="line-form" onSubmit={submit}>
        <Input
          aria-label={t("account.token_for")}
          placeholder={t("account.token_for")}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Select
          mode="multiple"
          aria-label={t("account.token_processes")}
          placeholder={t("account.token_processes")}
          value={chosen}
          options={processes.map((one) => ({ value: one.id, label: label(one.label) }))}
          onChange={setChosen}
        />
        <InputNumber
          aria-label={t("account.token_days")}
          suffix={t("account.days")}
          min={1}
          max={366}
          value={days}
          onChange={setDays}
        />
        <Checkbox checked={readOnly} onChange={(event) => setReadOnly(event.target.checked)}>
          {t("account.read_only")}
        </Checkbox>
        <Button htmlType="submit" loading={make.isBusy} disabled={name.trim() === ""}>
          {t("account.make_token")}
        </Button>
      </form>
      <Fault error={create.error} />
      {create.data?.secret ? (
        <p className="notice" role="status">
          {t("account.token_once")}{" "}
          <Typography.Text code copyable>
            {create.data.secret}
          </Typography.Text>
        </p>
      ) : null}
    </>
  );
}
