// An objective by department: each one's own figure against the same target, opening the records behind it.
import { Link } from "@tanstack/react-router";
import { useMe } from "../api/account";
import { useObjectiveDepartments } from "../api/evidence";
import type { Objective } from "../api/wire";
import { useText } from "../text/language";
import { Bullet } from "./Bullet";

interface DepartmentsProps {
  objective: Objective;
  chosen: string | undefined;
}

export function Departments({ objective, chosen }: DepartmentsProps) {
  const t = useText();
  const own = useMe().data?.department?.number;
  const parts = useObjectiveDepartments(objective.id, objective.period).data?.items ?? [];
  if (parts.length === 0) return null;
  const counted = parts.filter((part) => part.counted + part.left_out > 0);
  const without = parts.filter((part) => part.counted + part.left_out === 0);
  return (
    <section className="by-department" aria-label={t("objective.departments")}>
      <h2>{t("objective.departments")}</h2>
      <ul>
        {counted.map((part) => {
          const number = part.department?.number ?? "none";
          const name = part.department?.title ?? t("objective.no_department");
          return (
            <li key={number} aria-current={number === chosen ? "true" : undefined}>
              <div>
                <Link
                  to="/objectives/$id"
                  params={{ id: objective.id }}
                  search={{ period: objective.period, department: number }}
                  resetScroll={false}
                >
                  {name}
                </Link>
                {own && number === own ? <span className="own"> {t("objective.my_department")}</span> : null}
              </div>
              <Bullet objective={{ ...objective, actual: part.actual, met: part.met }} />
              <span className="quiet">
                {t("objective.counted", { passed: part.passed, counted: part.counted })}
                {part.left_out > 0 ? ` · ${t("objective.left_out", { n: part.left_out })}` : null}
              </span>
            </li>
          );
        })}
      </ul>
      {without.length > 0 && counted.length > 0 ? (
        <p className="quiet">
          {t("objective.without_any")}
          {without.map((part) => part.department?.title).join(" · ")}
        </p>
      ) : null}
    </section>
  );
}
