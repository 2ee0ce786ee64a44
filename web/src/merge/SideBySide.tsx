// The records that become one, side by side: the one that stays first, and of each what would come, or came, of it.
import { Radio } from "antd";
import { fieldOf } from "../api/definitions";
import type { BulkResult, ListedRecord, Process } from "../api/wire";
import { useRefused } from "../bulk/useRefused";
import { FieldText } from "../field/FieldText";
import { useTitleOf } from "../field/named";
import { State } from "../look/State";
import { useLabel, useText } from "../text/language";
import { moment } from "../text/time";
import { type Merge, proposed } from "./useMerge";

/** What tells two reports apart, beside number, title and state. */
const TELLING = ["requester", "customer"];

interface SideBySideProps {
  process: Process;
  merge: Merge;
  mayChoose: boolean;
}

export function SideBySide({ process, merge, mayChoose }: SideBySideProps) {
  const t = useText();
  const label = useLabel();
  const { stays, others } = merge;
  const all = stays ? [stays, ...others] : others;
  const fields = TELLING.flatMap((id) => fieldOf(process, id) ?? []);
  const earliest = proposed(all.filter(({ due_at }) => due_at));
  const loses = stays && earliest && earliest.number !== stays.number && earliest.due_at !== stays.due_at;
  const heads = [t("list.number"), label(fieldOf(process, process.title)?.label), t("list.state"), t("merge.due")];
  return (
    <>
      <table className="records bulk-lines merge-lines">
        <thead>
          <tr>
            <th scope="col">{t("merge.stays")}</th>
            {[...heads, ...fields.map((field) => label(field.label))].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map((record) => (
            <Row
              key={record.number}
              process={process}
              record={record}
              merge={merge}
              mayChoose={mayChoose}
              isEarliest={record.number === earliest?.number && all.length > 1}
            />
          ))}
        </tbody>
      </table>
      {loses ? <p className="notice">{t("merge.loses_promise", { number: earliest.number })}</p> : null}
    </>
  );
}

interface RowProps extends SideBySideProps {
  record: ListedRecord;
  isEarliest: boolean;
}

function Row({ process, record, merge, mayChoose, isEarliest }: RowProps) {
  const t = useText();
  const label = useLabel();
  const titleOf = useTitleOf();
  const { stays, came, choose, trial, results } = merge;
  const isStaying = record.number === stays?.number;
  const result = came.find(({ number }) => number === record.number);
  const { id, number, title } = record;
  return (
    <tr className={isStaying ? "stays" : result?.ok === false ? "refused" : ""}>
      <td className="merge-way">
        {mayChoose ? (
          <Radio
            checked={isStaying}
            aria-label={t("merge.keep", { number })}
            onChange={() => choose({ id, process: process.id, number, title })}
          />
        ) : null}
        {isStaying ? (
          <strong>{t("merge.stays")}</strong>
        ) : (
          <Outcome process={process} result={result} isTrying={trial.isFetching} isDone={results !== undefined} />
        )}
      </td>
      <td data-column="number">
        <span className="number">{number}</span>
      </td>
      <td data-title>{titleOf({ process: process.id, title })}</td>
      <td data-label={t("list.state")}>
        <State process={process} id={record.state} />
      </td>
      <td data-label={t("merge.due")} className="figure">
        {record.due_at ? moment(record.due_at) : <span className="quiet">{t("merge.no_due")}</span>}
        {isEarliest ? <span className="sign"> {t("merge.strictest")}</span> : null}
      </td>
      {TELLING.flatMap((field) => fieldOf(process, field) ?? []).map((field) => (
        <td key={field.id} data-label={label(field.label)}>
          <FieldText field={field} value={record.fields[field.id]} />
        </td>
      ))}
    </tr>
  );
}

interface OutcomeProps {
  process: Process;
  result: BulkResult | undefined;
  isTrying: boolean;
  isDone: boolean;
}

function Outcome({ process, result, isTrying, isDone }: OutcomeProps) {
  const t = useText();
  const refused = useRefused(process);
  if (!result) return isTrying ? <span className="quiet">{t("merge.trying")}</span> : null;
  if (!result.ok) return <span className="bulk-refused">{refused(result.problem)}</span>;
  return <span className="quiet">{t(isDone ? "merge.done" : "merge.can")}</span>;
}
