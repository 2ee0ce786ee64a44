// What came, or would come, of each of the chosen records: what stood there and what stands there then, or why it is refused.
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { fieldOf, stateOf } from "../api/definitions";
import type { Process } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { useTitleOf } from "../field/named";
import { same } from "../field/value";
import { useLabel, useText } from "../text/language";
import { type Line, type Plan, shownFields, stateAfter } from "./plan";
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
  const fields = shownFields(plan);
  const heads = [
    ...(plan.kind === "step" ? [t("list.state")] : []),
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
  heads: string[];
  of: LinesProps["of"];
}

function Row({ process, plan, line, fields, heads, of }: RowProps) {
  const t = useText();
  const titleOf = useTitleOf();
  const refused = useRefused(process);
  const { record, is, result } = line;
  const title = titleOf({ process: process.id, title: record.title });
  const states = plan.kind === "step" ? [<StateCell key="state" process={process} plan={plan} line={line} />] : [];
  const values = fields.map((id) => {
    const field = fieldOf(process, id);
    const [before, after] = [record.fields[id], plan.values[id]];
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
  return (
    <tr className={is}>
      <td data-column="number">
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
}

function StateCell({ process, plan, line: { record } }: { process: Process; plan: Plan; line: Line }) {
  const label = useLabel();
  const word = (state: string) => label(stateOf(process, state)?.label, state);
  const after = stateAfter(process, plan, record);
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
