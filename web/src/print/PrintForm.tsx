// A record as a form on A4: head, ruled fields, texts, clocks, approvals, what happened, files, signatures. It is put
// beside the page and seen on paper alone.
import { useEffect, useEffectEvent, useState } from "react";
import { useMe } from "../api/account";
import { type RecordAddress, useAttachments, useHistory } from "../api/record";
import type { Field, Process, YuhengRecord } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { useFieldName } from "../field/name";
import { isWide } from "../field/value";
import { useText } from "../text/language";
import { moment } from "../text/time";
import { useCompany } from "./company";
import { PaperEarlier } from "./Earlier";
import { PageStyle } from "./PageStyle";
import { PaperHead } from "./PaperHead";
import { classificationOf, entriesOf, fieldsOf, type Side, signaturesOf } from "./paper";
import { PaperClocks, PaperFiles, PaperHistory, PaperVotes } from "./parts";
import { Signatures } from "./Signatures";

interface PrintFormProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  side: Side;
}

export function PrintForm({ at, process, record, side }: PrintFormProps) {
  const t = useText();
  const me = useMe().data;
  const company = useCompany();
  const history = useHistory(at);
  const attachments = useAttachments(at);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = history;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, isError]);
  const [isEarlierWhole, setEarlierWhole] = useState(false);
  const isWhole = !history.isPending && (!hasNextPage || isError) && !attachments.isPending && isEarlierWhole;
  usePrint(isWhole);
  const all = (history.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) => a.n - b.n);
  const files = (attachments.data?.items ?? []).filter((file) => side === "internal" || file.audience === "public");
  const classification = classificationOf(record, process, side);
  const { short, wide } = fieldsOf(process, record, side, isWide);
  return (
    <article className="paper" aria-hidden="true">
      <PageStyle company={company} record={record} classification={classification} />
      <PaperHead company={company} process={process} record={record} classification={classification} />
      <FieldTable record={record} fields={short} />
      {wide.map((field) => (
        <WideField key={field.id} field={field} record={record} />
      ))}
      <PaperClocks process={process} record={record} />
      <PaperVotes process={process} record={record} side={side} />
      <PaperEarlier at={at} side={side} onWhole={() => setEarlierWhole(true)} />
      <PaperHistory process={process} entries={entriesOf(all, side)} side={side} />
      {hasNextPage || isError ? <p className="paper-printed">{t("print.not_whole", { n: all.length })}</p> : null}
      <PaperFiles files={files} />
      <Signatures {...signaturesOf(process, record, all)} />
      <p className="paper-printed">
        {t("print.printed", { number: record.number, at: moment(new Date().toISOString()), by: me?.name ?? "" })}
      </p>
    </article>
  );
}

/** Opens the browser's dialog once everything is there. */
function usePrint(isWhole: boolean) {
  const print = useEffectEvent(() => window.print());
  useEffect(() => {
    if (!isWhole || matchMedia("print").matches) return;
    const timer = setTimeout(print);
    return () => clearTimeout(timer);
  }, [isWhole]);
}

/** Two fields a row. */
function FieldTable({ record, fields }: { record: YuhengRecord; fields: Field[] }) {
  const nameOf = useFieldName();
  const rows = Array.from({ length: Math.ceil(fields.length / 2) }, (_, row) => fields.slice(row * 2, row * 2 + 2));
  return (
    <table className="paper-fields">
      <tbody>
        {rows.map((pair) => (
          <tr key={pair[0]?.id}>
            {pair.map((field) => (
              <FieldCells key={field.id} name={nameOf(field)} isAlone={pair.length === 1}>
                <FieldText field={field} value={record.fields[field.id]} />
              </FieldCells>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FieldCells({ name, isAlone, children }: { name: string; isAlone: boolean; children: React.ReactNode }) {
  return (
    <>
      <th scope="row">{name}</th>
      <td colSpan={isAlone ? 3 : 1}>{children}</td>
    </>
  );
}

function WideField({ field, record }: { field: Field; record: YuhengRecord }) {
  const nameOf = useFieldName();
  return (
    <section className="paper-text">
      <h2>{nameOf(field)}</h2>
      <FieldText field={field} value={record.fields[field.id]} />
    </section>
  );
}
