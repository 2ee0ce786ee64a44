// What was merged into a record: whom each is for, what was promised on it, its files and what it is tied to. They stay where they
// are and are read from here.

import { useProcess } from "../api/definitions";
import { type RecordAddress, useAttachments, useRecord, useRelations } from "../api/record";
import type { RelationLink, YuhengRecord } from "../api/wire";
import { isReference } from "../field/value";
import { Section } from "../pane/Section";
import { AttachmentLine } from "../record/AttachmentLine";
import { isPart } from "../record/conversion";
import { Folded } from "../text/Folded";
import { LinkedText } from "../text/LinkedText";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";
import "./merge.css";

export function Parts({ at, record }: { at: RecordAddress; record: YuhengRecord }) {
  const t = useText();
  const links = useRelations(at).data?.pages.flatMap((page) => page.items) ?? [];
  const parts = links.filter((link) => isPart(link, at.process));
  if (parts.length === 0) return null;
  return (
    <Section id="parts" title={t("merge.parts")} count={parts.length}>
      <ul className="plain parts">
        {parts.map((link) => (
          <Part key={link.id} at={{ process: at.process, number: link.record.number }} whole={record} />
        ))}
      </ul>
    </Section>
  );
}

/** When what was promised on a record, and called off when it was merged, would have been due. */
export function promisedOn(record: Pick<YuhengRecord, "clocks"> | undefined): string | undefined {
  const called = (record?.clocks ?? []).filter((clock) => clock.state === "stopped" && !clock.stopped_at);
  return called.flatMap(({ due_at }) => due_at ?? []).sort()[0];
}

function Part({ at, whole }: { at: RecordAddress; whole: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const process = useProcess(at.process);
  const record = useRecord(at).data;
  const files = useAttachments(at).data?.items ?? [];
  const links = useRelations(at).data?.pages.flatMap((page) => page.items) ?? [];
  const isElsewhere = (link: RelationLink) => link.record.number !== whole.number;
  if (!record) return null;
  // What it was reported as: it was copied nowhere.
  const words = process?.fields.find(({ kind, internal }) => kind === "long_text" && !internal);
  const said = words ? record.fields[words.id] : undefined;
  const { requester } = record.fields;
  const due = promisedOn(record);
  const isSooner = due !== undefined && whole.is_open && (!whole.due_at || due < whole.due_at);
  return (
    <li>
      <RecordLink to={{ id: record.id, process: at.process, number: at.number, title: record.title }} withNumber />
      {isReference(requester) ? (
        <span className="quiet">{t("merge.asked_by", { name: requester.title ?? "" })}</span>
      ) : null}
      {typeof said === "string" ? (
        <Folded text={said}>
          <p className="long-text">
            <LinkedText text={said} />
          </p>
        </Folded>
      ) : null}
      {due ? (
        <span className={isSooner ? "sign late" : "quiet"}>{t("merge.promised", { at: moment(due) })}</span>
      ) : null}
      {files.length > 0 ? (
        <ul className="plain">
          {files.map((file) => (
            <AttachmentLine key={file.id} at={at} file={file} />
          ))}
        </ul>
      ) : null}
      {links.filter(isElsewhere).map((link) => (
        <div key={link.id}>
          <span className="quiet">{label(link.label)}</span> <RecordLink to={link.record} withNumber />
        </div>
      ))}
    </li>
  );
}
