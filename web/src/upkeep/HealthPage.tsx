// How the installation is, for those who look after it: each line a sign with its word, a figure, and what to do.
import { useHealth } from "../api/health";
import type { HealthGroup, HealthLevel, HealthLine } from "../api/wire";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Archives } from "./Archives";
import { Underway } from "./Underway";

const HUE: { [level in HealthLevel]: string } = { good: "done", attention: "wait", bad: "late" };
const WORD: { [level in HealthLevel]: string } = {
  good: "upkeep.level_good",
  attention: "upkeep.level_attention",
  bad: "upkeep.level_bad",
};

export function HealthPage() {
  const t = useText();
  const found = useHealth();
  const health = found.data;
  return (
    <div className="page health-page">
      <header className="page-head">
        <h1>{t("upkeep.title")}</h1>
        {health ? (
          <>
            <span className={`sign ${HUE[health.level]}`}>{t(WORD[health.level])}</span>
            <span className="quiet">{t("upkeep.live")}</span>
          </>
        ) : null}
      </header>
      {found.isPending ? <Shape rows={12} /> : null}
      {found.isError && !health ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {health ? <Underway health={health} /> : null}
      {health?.groups.map((group) => (
        <Group key={group.id} group={group} />
      ))}
      {health ? <Archives archives={health.backup.archives} /> : null}
    </div>
  );
}

function Group({ group }: { group: HealthGroup }) {
  const label = useLabel();
  return (
    <section aria-labelledby={`health-${group.id}`}>
      <h2 id={`health-${group.id}`}>{label(group.label)}</h2>
      <dl className="health-lines">
        {group.lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </dl>
    </section>
  );
}

function Line({ line }: { line: HealthLine }) {
  const label = useLabel();
  return (
    <div className={line.level}>
      <dt>{label(line.label)}</dt>
      <dd className="health-sign">
        {line.word ? <span className={`sign ${HUE[line.level]}`}>{label(line.word)}</span> : null}
      </dd>
      <dd>
        <span>{label(line.figure)}</span>
        {line.to_do ? <p>{label(line.to_do)}</p> : null}
      </dd>
    </div>
  );
}
