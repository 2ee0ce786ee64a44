// What happened on all records, the newest first: by person, kind, process and time; as a file, too.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useState } from "react";
import { type AuditAsk, useAudit } from "../api/audit";
import { ofContent, useDefinitions } from "../api/definitions";
import type { Reference } from "../api/wire";
import { DateInput } from "../field/DateInput";
import { Entry } from "../field/Entry";
import { ReferencePicker } from "../field/ReferencePicker";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { DEED } from "../timeline/deed";
import { AuditExport } from "./AuditExport";
import { AuditTable } from "./AuditTable";
import "./audit.css";

export function AuditPage() {
  const t = useText();
  const search = useSearch({ from: "/inside/settings/audit" });
  const ask: AuditAsk = search;
  const log = useAudit(ask);
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page audit-page">
      <header className="page-head">
        <h1>{t("audit.title")}</h1>
        <PageHelp id="audit" />
      </header>
      <p className="quiet">{t("audit.note")}</p>
      <Asking ask={ask} asked={log.data?.pages[0]?.actor ?? undefined} />
      {log.isPending ? <Shape rows={12} /> : null}
      {log.isError ? <Trouble error={log.error} retry={() => void log.refetch()} /> : null}
      {log.data ? (
        <>
          {entries.length > 0 ? <AuditTable entries={entries} /> : null}
          {entries.length === 0 ? <Nothing text={t(log.hasNextPage ? "audit.none_yet" : "audit.none")} /> : null}
          <footer className="audit-foot">
            {log.hasNextPage ? (
              <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                {t("audit.more")}
              </Button>
            ) : entries.length > 0 ? (
              <span className="quiet">{t("audit.ended")}</span>
            ) : null}
            <AuditExport ask={ask} />
          </footer>
        </>
      ) : null}
    </div>
  );
}

/** What is asked for; kept in the address. */
function Asking({ ask, asked }: { ask: AuditAsk; asked: Reference | undefined }) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const { processes } = useDefinitions();
  const people = [...ofContent(processes, "person"), ...ofContent(processes, "contact")].map(({ id }) => id);
  const [person, setPerson] = useState<Reference>();
  const choose = (changed: AuditAsk) =>
    void navigate({ to: "/settings/audit", search: { ...ask, ...changed }, replace: true });
  const day = (key: "from" | "to", word: string, time: string) => (
    <Entry label={t(word)}>
      {(id) => (
        <DateInput
          isMoment={false}
          id={id}
          aria-label={t(word)}
          value={dayOf(ask[key])}
          onChange={(value) => choose({ [key]: momentOf(String(value ?? ""), time) })}
        />
      )}
    </Entry>
  );
  const chosen =
    person ?? asked ?? (ask.actor ? { id: ask.actor, process: "", number: ask.actor, title: ask.actor } : undefined);
  return (
    <search className="audit-asking" aria-label={t("audit.title")}>
      <Entry label={t("audit.who")}>
        {(id) => (
          <ReferencePicker
            id={id}
            to={people}
            value={ask.actor ? chosen : undefined}
            onChange={(found) => {
              setPerson(found);
              choose({ actor: found?.number ?? found?.id });
            }}
          />
        )}
      </Entry>
      <Entry label={t("audit.kind")}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            allowClear
            value={ask.action?.split(",") ?? []}
            showSearch={{ optionFilterProp: "label" }}
            options={Object.entries(DEED).map(([value, word]) => ({ value, label: t(word) }))}
            onChange={(kinds: string[]) => choose({ action: kinds.length > 0 ? kinds.join() : undefined })}
          />
        )}
      </Entry>
      <Entry label={t("audit.process")}>
        {(id) => (
          <Select
            id={id}
            allowClear
            value={ask.process}
            showSearch={{ optionFilterProp: "label" }}
            options={processes.map((one) => ({ value: one.id, label: label(one.label) }))}
            onChange={(process) => choose({ process })}
          />
        )}
      </Entry>
      {day("from", "audit.from", "00:00")}
      {day("to", "audit.to", "23:59:59.999")}
      {Object.values(ask).some((value) => value) ? (
        <Button
          onClick={() => {
            setPerson(undefined);
            void navigate({ to: "/settings/audit", search: {}, replace: true });
          }}
        >
          {t("audit.clear")}
        </Button>
      ) : null}
    </search>
  );
}

/** The day, where the reader is, of an instant in the address. */
function dayOf(moment: string | undefined): string {
  if (!moment) return "";
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return moment;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function momentOf(day: string, time: string): string | undefined {
  if (!day) return undefined;
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
