// The entries of the log: when, who, what, on which record, by which door.
import type { AuditEntry } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";
import { DEED } from "../timeline/deed";

const DOOR: { [door: string]: string } = {
  page: "audit.door_page",
  api: "audit.door_api",
  job: "audit.door_job",
  program: "audit.door_program",
};

/** What an entry says in words. */
function useDone(): (entry: AuditEntry) => string {
  const t = useText();
  const label = useLabel();
  return (entry) => {
    const deed = DEED[entry.action];
    const step = entry.action === "transitioned" && entry.transition ? label(entry.transition) : undefined;
    const parts = [step ?? (deed ? t(deed) : entry.action)];
    if (typeof entry.agrees === "boolean") parts.push(t(entry.agrees ? "audit.agreed" : "audit.against"));
    const { from, to } = entry;
    if (from && to && from.zh !== to.zh) parts.push(t("audit.moved", { from: label(from), to: label(to) }));
    if (entry.fields.length > 0) {
      parts.push(t("audit.fields", { fields: entry.fields.map((field) => label(field)).join(t("audit.between")) }));
    }
    if (entry.people.length > 0) parts.push(entry.people.map(({ title }) => title).join(t("audit.between")));
    if (entry.told) parts.push(label(entry.told));
    return parts.join(" · ");
  };
}

export function AuditTable({ entries }: { entries: AuditEntry[] }) {
  const t = useText();
  const done = useDone();
  return (
    <div className="scroll">
      <table className="audit-table">
        <thead>
          <tr>
            <th scope="col">{t("audit.when")}</th>
            <th scope="col">{t("audit.who")}</th>
            <th scope="col">{t("audit.what")}</th>
            <th scope="col">{t("audit.record")}</th>
            <th scope="col">{t("audit.door")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={`${entry.record?.id} ${entry.n}`}>
              <td data-title={t("audit.when")}>
                <time dateTime={entry.at}>{moment(entry.at)}</time>
              </td>
              <td data-title={t("audit.who")}>
                {entry.actor ? entry.actor.title : <span className="quiet">{t("audit.by_program")}</span>}
                {entry.on_behalf_of ? (
                  <span className="quiet"> {t("audit.on_behalf", { name: entry.on_behalf_of.title })}</span>
                ) : null}
              </td>
              <td data-title={t("audit.what")}>{done(entry)}</td>
              <td data-title={t("audit.record")}>
                {entry.record ? (
                  <>
                    <span className="number">{entry.record.number}</span> <RecordLink to={entry.record} />
                  </>
                ) : null}
              </td>
              <td data-title={t("audit.door")}>{DOOR[entry.door] ? t(DOOR[entry.door] ?? "") : entry.door}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
