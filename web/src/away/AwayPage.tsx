// Being away: from when to when and who stands in, set for oneself; and when one was and will be.

import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useMe } from "../api/account";
import { setAway, stepAway, useAbsences, useAwayDays, useWholeAway } from "../api/away";
import { ofContent, useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import { recordQuery } from "../api/record";
import type { Action, ListedRecord, Process, Reference } from "../api/wire";
import { isStep, stepOf } from "../bulk/plan";
import { DateInput } from "../field/DateInput";
import { Entry } from "../field/Entry";
import { ReferencePicker } from "../field/ReferencePicker";
import { Fault } from "../look/Fault";
import { State } from "../look/State";
import { Shape, Trouble } from "../look/Wait";
import { Denied } from "../record/Denied";
import { useLabel, useText } from "../text/language";
import "./away.css";

export function AwayPage() {
  const t = useText();
  const me = useMe().data;
  const process = useAbsences();
  const days = useAwayDays(process, me?.id);
  if (!process || !me) return null;
  return (
    <div className="page away-page">
      <header className="page-head">
        <h1>{t("away.title")}</h1>
      </header>
      <p className="quiet">{t("away.note")}</p>
      {me.viewing ? null : <Setting process={process} person={me.id} />}
      <section aria-labelledby="away-days">
        <h2 id="away-days">{t("away.days")}</h2>
        {days.isPending ? <Shape rows={3} /> : null}
        {days.isError ? <Trouble error={days.error} retry={() => void days.refetch()} /> : null}
        {days.data?.length === 0 ? <p className="quiet">{t("away.none")}</p> : null}
        <ul className="rows">
          {days.data?.map((record) => (
            <Days key={record.id} process={process} record={record} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Days({ process, record }: { process: Process; record: ListedRecord }) {
  const t = useText();
  const client = useQueryClient();
  const label = useLabel();
  const whole = useWholeAway(record).data;
  const [error, setError] = useState<unknown>();
  const { from, until, deputy, note } = record.fields;
  const ends = whole?.actions.filter((action) => action.leads === "out" && isStep(action)) ?? [];
  const end = useOnce(async (step: Action) => {
    setError(undefined);
    try {
      if (whole) await stepAway(whole, stepOf(step));
    } catch (refused) {
      setError(refused);
    }
    await client.invalidateQueries({ queryKey: ["records"] });
    await client.invalidateQueries({ queryKey: recordQuery(record).queryKey });
  });
  return (
    <li>
      <div>
        <Link to="/records/$process/$number" params={{ process: process.id, number: record.number }}>
          {t("away.span", { from: String(from), until: String(until) })}
        </Link>
        <span className="quiet">
          {[t("away.by", { deputy: (deputy as Reference | undefined)?.title ?? "" }), note].filter(Boolean).join(" · ")}
        </span>
        <Fault error={error} />
      </div>
      <span className="away-end">
        <State process={process} id={record.state} />
        {ends.map((step) =>
          step.allowed ? (
            <Button key={step.id} size="small" loading={end.isBusy} onClick={() => end.run(step)}>
              {label(step.label)}
            </Button>
          ) : (
            <Denied key={step.id} action={step} isSmall />
          ),
        )}
      </span>
    </li>
  );
}

function Setting({ process, person }: { process: Process; person: string }) {
  const t = useText();
  const client = useQueryClient();
  const people = ofContent(useDefinitions().processes, "person").map(({ id }) => id);
  const [deputy, setDeputy] = useState<Reference>();
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [note, setNote] = useState("");
  const [error, setError] = useState<unknown>();
  const set = useOnce(async () => {
    setError(undefined);
    try {
      const said = note.trim() === "" ? {} : { note };
      await setAway(process.id, { person, deputy: deputy?.id ?? "", from, until, ...said });
      await client.invalidateQueries({ queryKey: ["records"] });
      setDeputy(undefined);
      setFrom("");
      setUntil("");
      setNote("");
    } catch (refused) {
      setError(refused);
    }
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.run();
  };
  return (
    <form className="away-form" onSubmit={submit}>
      <Entry label={t("away.deputy")} isRequired>
        {(id) => (
          <ReferencePicker id={id} aria-label={t("away.deputy")} to={people} value={deputy} onChange={setDeputy} />
        )}
      </Entry>
      <Entry label={t("away.from")} isRequired>
        {(id) => (
          <DateInput
            id={id}
            aria-label={t("away.from")}
            isMoment={false}
            value={from}
            onChange={(value) => setFrom(String(value ?? ""))}
          />
        )}
      </Entry>
      <Entry label={t("away.last")} isRequired>
        {(id) => (
          <DateInput
            id={id}
            aria-label={t("away.last")}
            isMoment={false}
            value={until}
            onChange={(value) => setUntil(String(value ?? ""))}
          />
        )}
      </Entry>
      <Entry label={t("away.remark")}>
        {(id) => <Input id={id} value={note} maxLength={200} onChange={({ target }) => setNote(target.value)} />}
      </Entry>
      <Fault error={error} />
      <Button
        type="primary"
        htmlType="submit"
        loading={set.isBusy}
        disabled={!deputy || from === "" || until === ""}
        title={!deputy || from === "" || until === "" ? t("away.incomplete") : undefined}
      >
        {t("away.set")}
      </Button>
    </form>
  );
}
