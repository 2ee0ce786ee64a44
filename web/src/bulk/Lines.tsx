// What came, or would come, of each of the chosen records: what stood there and what stands there then, or why it is refused.
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { fieldOf, stateOf } from "../api/definitions";
import type { Process } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { useTitleOf } from "../field/named";
import { same } from "../field/value";
import { DownIcon, UpIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { Foreseen } from "../timeline/Foreseen";
import { becomes, followingFields, type Line, type Plan, shownFields, stateAfter, stateForeseen } from "./plan";
import { useRefused } from "./useRefused";

/** So many are shown at a time. */
const SHOWN = 100;

interface LinesProps {
  process: Process;
  plan: Plan;
  lines: Line[];
  /** Of what they are: a trial, or what is done. */
  of: "trial" | "running" | "over";
}

export function Lines({ process, plan, lines, of }: LinesProps) {
  const t = useText();
  const label = useLabel();
  const [most, setMost] = useState(SHOWN);
  // What follows from it stands beside what is asked for.
  const fields = [...shownFields(plan), ...followingFields(process, plan, lines)];
  const hasStates = plan.kind === "step" || lines.some(({ foreseen }) => stateForeseen(foreseen) !== undefined);
  const heads = [
    ...(hasStates ? [t("list.state")] : []),
    ...fields.map((id) => label(fieldOf(process, id)?.label, id)),
  ];
  const ends = of === "trial" ? [] : [t("bulk.how")];
  const left = lines.length - most;
  return (
    <>
      <table className="records bulk-lines">
        <thead>
          <tr>
            {[t("list.number"), label(fieldOf(process, process.title)?.label), ...heads, ...ends].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, most).map((line) => (
            <Row
              key={line.record.number}
              process={process}
              plan={plan}
              line={line}
              fields={fields}
              hasStates={hasStates}
              heads={heads}
              of={of}
            />
          ))}
        </tbody>
      </table>
      {left > 0 ? (
        <Button className="more" size="small" onClick={() => setMost(most + SHOWN)}>
          {t("bulk.more", { n: Math.min(left, SHOWN) })}
        </Button>
      ) : null}
    </>
  );
}

/** What came of a record, in a word. */
const CAME: { [is in Line["is"]]: string } = {
  changed: "bulk.is_changed",
  refused: "bulk.is_refused",
  same: "bulk.is_same",
  waiting: "bulk.not_reached",
};

interface RowProps {
  process: Process;
  plan: Plan;
  line: Line;
  fields: string[];
  hasStates: boolean;
  heads: string[];
  of: LinesProps["of"];
}

function Row({ process, plan, line, fields, hasStates, heads, of }: RowProps) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const titleOf = useTitleOf();
  const refused = useRefused(process);
  const { record, is, result, foreseen } = line;
  const title = titleOf({ process: process.id, title: record.title });
  const states = hasStates ? [<StateCell key="state" process={process} plan={plan} line={line} />] : [];
  const values = fields.map((id) => {
    const field = fieldOf(process, id);
    const { before, after } = becomes(foreseen, id) ?? {
      before: record.fields[id],
      after: id in plan.values ? plan.values[id] : record.fields[id],
    };
    if (same(before, after)) return <Unchanged key={id} of={<FieldText field={field} value={before} />} />;
    return (
      <Becomes
        key={id}
        before={<FieldText field={field} value={before} />}
        after={<FieldText field={field} value={after} />}
      />
    );
  });
  const cells = [...states, ...values];
  const row = (
    <tr className={is}>
      <td data-column="number">
        {foreseen.length > 0 ? (
          <Button
            size="small"
            type="text"
            className="bulk-all"
            icon={isOpen ? <UpIcon /> : <DownIcon />}
            aria-expanded={isOpen}
            aria-label={t("bulk.all_of_it", { number: record.number })}
            title={t("bulk.all_of_it", { number: record.number })}
            onClick={() => setOpen(!isOpen)}
          />
        ) : null}
        <span className="number">{record.number}</span>
      </td>
      <td data-title>{title}</td>
      {is === "refused" ? (
        <td colSpan={cells.length} className="bulk-refused" data-label={t("bulk.reason")}>
          {refused(result?.problem)}
        </td>
      ) : (
        cells.map((cell, at) => (
          <td key={heads[at]} data-label={heads[at]}>
            {cell}
          </td>
        ))
      )}
      {of === "trial" ? null : (
        <td className={is} data-label={t("bulk.how")}>
          {t(is === "waiting" && of === "running" ? "bulk.to_go" : CAME[is])}
        </td>
      )}
    </tr>
  );
  if (!isOpen) return row;
  return (
    <>
      {row}
      <tr className="bulk-foreseen">
        <td colSpan={2 + heads.length + (of === "trial" ? 0 : 1)}>
          <Foreseen entries={foreseen} process={process} />
        </td>
      </tr>
    </>
  );
}

function StateCell({ process, plan, line: { record, foreseen } }: { process: Process; plan: Plan; line: Line }) {
  const label = useLabel();
  const word = (state: string) => label(stateOf(process, state)?.label, state);
  const after = foreseen.length > 0 ? stateForeseen(foreseen) : stateAfter(process, plan, record);
  if (!after || after === record.state) return <Unchanged of={word(record.state)} />;
  return <Becomes before={word(record.state)} after={word(after)} />;
}

function Becomes({ before, after }: { before: ReactNode; after: ReactNode }) {
  const t = useText();
  return (
    <span className="bulk-becomes">
      <del>{before}</del>
      <span aria-hidden="true"> → </span>
      <span className="unseen">{t("bulk.becomes")}</span>
      <ins>{after}</ins>
    </span>
  );
}

function Unchanged({ of }: { of: ReactNode }) {
  const t = useText();
  return (
    <span className="bulk-becomes quiet">
      {of} {t("bulk.unchanged")}
    </span>
  );
}
