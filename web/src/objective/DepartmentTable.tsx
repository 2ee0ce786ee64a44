// All objectives by department: a row for each department with what it reached, my own marked.
import { Link } from "@tanstack/react-router";
import { useMe } from "../api/account";
import { useAllDepartments } from "../api/evidence";
import type { Objective, ObjectivePart } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { figure, verdictOf } from "./Bullet";

export function DepartmentTable({ objectives, period }: { objectives: Objective[]; period: string }) {
  const t = useText();
  const label = useLabel();
  const own = useMe().data?.department?.number;
  const found = useAllDepartments(
    objectives.map((objective) => objective.id),
    period,
  );
  const columns = objectives.map((objective, index) => ({ objective, parts: found[index]?.data?.items ?? [] }));
  const shown = columns.filter(({ parts }) => parts.some(isCounted));
  const names = new Map<string, string>();
  for (const { parts } of shown) {
    for (const part of parts.filter(isCounted))
      names.set(numberOf(part), part.department?.title ?? t("objective.no_department"));
  }
  // Its columns come together: one after the other they would push each other about.
  if (names.size === 0 || found.some(({ isPending }) => isPending)) return null;
  return (
    <div className="department-table">
      <h2>{t("objective.departments")}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways can be reached by keyboard */}
      <section className="scrolled" tabIndex={0} aria-label={t("objective.departments")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("objective.department")}</th>
              {shown.map(({ objective }) => (
                <th key={objective.id} scope="col">
                  {label(objective.label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...names].map(([number, name]) => (
              <tr key={number} className={number === own ? "own" : undefined}>
                <th scope="row">
                  {name}
                  {number === own ? <span className="quiet"> {t("objective.my_department")}</span> : null}
                </th>
                {shown.map(({ objective, parts }) => (
                  <Cell
                    key={objective.id}
                    objective={objective}
                    part={parts.find((part) => numberOf(part) === number)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

const isCounted = (part: ObjectivePart) => part.counted + part.left_out > 0;
const numberOf = (part: ObjectivePart) => part.department?.number ?? "none";

function Cell({ objective, part }: { objective: Objective; part: ObjectivePart | undefined }) {
  const t = useText();
  if (!part || !isCounted(part)) return <td className="absent">—</td>;
  const { sign, word, hue } = verdictOf(part.met);
  return (
    <td>
      <Link
        to="/objectives/$id"
        params={{ id: objective.id }}
        search={{ period: objective.period, department: numberOf(part) }}
      >
        <span className="figure">
          {part.actual === null || part.actual === undefined ? "—" : figure(part.actual, objective.unit)}
        </span>{" "}
        <span className={`sign ${hue}`} title={t(word)}>
          <span aria-hidden="true">{sign}</span> {t(word)}
        </span>
      </Link>
    </td>
  );
}
