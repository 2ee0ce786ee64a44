// Being away: from when to when and who stands in, set for oneself; and when one was and will be.

import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useMe } from "../api/account";
import { readAway, setAway, stepAway, useAbsences, useAwayDays } from "../api/away";
import { ofContent, useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import type { ListedRecord, Process, Reference } from "../api/wire";
import { todayIn } from "../board/period";
import { isStep, stepOf } from "../bulk/plan";
import { DateInput } from "../field/DateInput";
import { Entry } from "../field/Entry";
import { ReferencePicker } from "../field/ReferencePicker";
import { Fault } from "../look/Fault";
import { State } from "../look/State";
import { Shape, Trouble } from "../look/Wait";
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
        {days.data?.items.length === 0 ? <p className="quiet">{t("away.none")}</p> : null}
        <ul className="rows">
          {days.data?.items.map((record) => (
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
  const today = todayIn(useMe().data?.zone);
  const [error, setError] = useState<unknown>();
  const [cannot, setCannot] = useState<string>();
  const { from, until, deputy, note } = record.fields;
  const isPast = String(until) < today;
  const end = useOnce(async () => {
    setError(undefined);
    setCannot(undefined);
    try {
      const whole = await readAway(record);
      const steps = whole.actions.filter((action) => action.leads === "out" && isStep(action));
      const step = steps.find(({ allowed }) => allowed);
      if (step) await stepAway(whole, stepOf(step));
      else setCannot(steps[0]?.missing ? label(steps[0].missing.text) : t("away.cannot"));
      await client.invalidateQueries({ queryKey: ["records"] });
    } catch (refused) {
      setError(refused);
    }
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
        <Fault error={error ?? cannot} said={cannot} />
      </div>
      {record.is_open && !isPast ? (
        <Button size="small" loading={end.isBusy} onClick={() => end.run()}>
          {t("away.end")}
        </Button>
      ) : isPast && record.is_open ? (
        <span className="quiet">{t("away.past")}</span>
      ) : (
        <State process={process} id={record.state} />
      )}
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
