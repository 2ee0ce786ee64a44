// What an overlay changes, process by process, and how much open work each change concerns.
import { useComparison } from "../api/overlay";
import type { Compared, Difference } from "../api/wire";
import { ProblemList } from "../look/ProblemList";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { GoingOn } from "./GoingOn";
import type { PanelProps } from "./registry";
import { Warnings } from "./Warnings";

export function Comparison({ at, record }: PanelProps) {
  const t = useText();
  const comparison = useComparison(at, record.version);
  return (
    <section className="comparison" aria-labelledby="comparison">
      <h2 id="comparison">{t("content.changes")}</h2>
      {comparison.isPending ? <Shape rows={3} /> : null}
      {comparison.isError ? <Trouble error={comparison.error} retry={() => void comparison.refetch()} /> : null}
      {comparison.data ? <Found compared={comparison.data} /> : null}
    </section>
  );
}

function Found({ compared }: { compared: Compared }) {
  const t = useText();
  const label = useLabel();
  if (compared.differences.length === 0) return <p className="quiet">{t("content.no_changes")}</p>;
  const back = compared.taking_back;
  const loosening = compared.differences.filter((one) => one.loosens);
  const ids = [...new Set(compared.differences.map((one) => one.process ?? ""))];
  const parts = ids.map((id) => {
    const affected = compared.affected.find((one) => one.process === id);
    const open = affected?.open;
    const name = id ? label(affected?.label, id) : t("content.all_processes");
    return (
      <div key={id} className="compared">
        <h3>
          {name}
          {open === undefined ? null : <span className="quiet">{t("content.open_work", { n: open })}</span>}
        </h3>
        <ul>
          {compared.differences
            .filter((one) => (one.process ?? "") === id)
            .map((one) => (
              <Row key={`${one.kind} ${one.id} ${one.was ? "" : "new"}`} difference={one} />
            ))}
        </ul>
      </div>
    );
  });
  return (
    <>
      {loosening.length > 0 ? (
        <p className="fault" role="note">
          {t("content.loosening", { n: loosening.length })}
        </p>
      ) : null}
      <Warnings warnings={compared.warnings} />
      {back ? (
        <>
          {back.problems.length > 0 ? (
            <section className="going-on" aria-label={t("content.no_way_back")}>
              <h3>{t("content.no_way_back")}</h3>
              <ProblemList problems={back.problems} />
            </section>
          ) : null}
          <GoingOn title={t("content.when_withdrawn")} going={back.going_on} />
        </>
      ) : (
        <GoingOn title={t("content.when_in_force")} going={compared.going_on} />
      )}
      {parts}
    </>
  );
}

const KIND: { [kind: string]: string } = {
  process: "content.kind_process",
  fields: "content.kind_fields",
  states: "content.kind_states",
  transitions: "content.kind_transitions",
  clocks: "content.kind_clocks",
  relations: "content.kind_relations",
  grants: "content.kind_grants",
  escalations: "content.kind_escalations",
  derivations: "content.kind_derivations",
  converts: "content.kind_converts",
  told: "content.kind_told",
  renamed_states: "content.kind_renamed_states",
  role: "content.kind_role",
  group: "content.kind_group",
};

function Row({ difference }: { difference: Difference }) {
  const t = useText();
  const label = useLabel();
  const { kind, id, what, was, is, loosens } = difference;
  const [word, hue] = !was
    ? ["content.added", "done"]
    : !is
      ? ["content.removed", "late"]
      : ["content.changed", "open"];
  const known = KIND[kind];
  return (
    <li>
      <div className="compared-line">
        {loosens ? <span className="sign late">{t("content.loosens")}</span> : null}
        <span className={`sign ${hue}`}>{t(word)}</span>
        <span className="quiet">{known ? t(known) : kind}</span>
        <strong>{label(what)}</strong>
        <code className="quiet">{id}</code>
      </div>
      {was ? <del>{label(was) || t("content.empty")}</del> : null}
      {is ? <ins>{label(is) || t("content.empty")}</ins> : null}
    </li>
  );
}
