// Beside my list: what changed since I last looked, and how the objectives stand.
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useAllDepartments, useObjectives } from "../api/evidence";
import { usePreference } from "../api/preference";
import { useRecentlyChanged } from "../api/records";
import type { Objective, ObjectivePart } from "../api/wire";
import { useTitleOf } from "../field/named";
import { Bullet, figure } from "../objective/Bullet";
import { currentPeriod } from "../objective/ObjectivesPage";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { near } from "../text/time";
import { openWork } from "./filter";

const OBJECTIVES = 5;
const LOOKED = "looked_at";

/** When I last looked, as it was when this page was opened; from then on I have looked now. */
function useLastLook(): string {
  const [kept, keep] = usePreference(LOOKED);
  const [before] = useState(() => (typeof kept === "string" ? kept : ""));
  useEffect(() => keep(new Date().toISOString()), [keep]);
  return before;
}

export function Changes() {
  const t = useText();
  const titleOf = useTitleOf();
  const looked = useLastLook();
  const recent = useRecentlyChanged(openWork(useDefinitions().processes)).data?.items ?? [];
  const fresh = looked ? recent.filter((record) => record.updated_at > looked).length : 0;
  // It stands below the objectives, which would push it down.
  const isEarly = useObjectives(currentPeriod()).isPending;
  if (recent.length === 0 || isEarly) return null;
  return (
    <section aria-label={t("work.recent")}>
      <h2>
        {t("work.recent")} {fresh > 0 ? <span className="new">{t("folder.since", { n: fresh })}</span> : null}
      </h2>
      <ul className="change-list">
        {recent.map((record) => (
          <li key={record.id} className={looked && record.updated_at > looked ? "fresh" : undefined}>
            <RecordLink to={{ ...record, title: titleOf(record) }} />
            <span className="quiet">
              <span className="number">{record.number}</span>{" "}
              <time dateTime={record.updated_at}>{near(record.updated_at)}</time>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is missed comes first. */
export function Objectives() {
  const t = useText();
  const label = useLabel();
  const period = currentPeriod();
  const all = useObjectives(period).data?.items ?? [];
  const first = [...all].sort((a, b) => rank(a.met) - rank(b.met)).slice(0, OBJECTIVES);
  const own = useMe().data?.department?.number;
  const parts = useAllDepartments(own ? first.map(({ id }) => id) : [], period);
  if (first.length === 0) return null;
  return (
    <section aria-label={t("folder.objectives")}>
      <h2>
        <Link to="/objectives">{t("folder.objectives")}</Link>
      </h2>
      <ul className="objective-list">
        {first.map((objective, index) => (
          <li key={objective.id}>
            <Link to="/objectives/$id" params={{ id: objective.id }} search={{ period }}>
              {label(objective.label)}
            </Link>
            <Bullet objective={objective} />
            {own ? (
              <OwnPart
                objective={objective}
                part={parts[index]?.data?.items.find((part) => part.department?.number === own)}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What one's own department reached of it, leading to its records; the line is kept free until that is known. */
function OwnPart({ objective, part }: { objective: Objective; part: ObjectivePart | undefined }) {
  const t = useText();
  const { id, period, unit } = objective;
  if (!part || part.actual === null || part.actual === undefined) return <div className="own" />;
  const missed = part.met === false ? "due late" : undefined;
  return (
    <div className="own">
      <Link to="/objectives/$id" params={{ id }} search={{ period, department: part.department?.number }}>
        {t("folder.own_department")} <span className={missed}>{figure(part.actual, unit)}</span>
      </Link>
    </div>
  );
}

const rank = (met: boolean | null | undefined) => (met === false ? 0 : met ? 1 : 2);
