// One objective with the records behind its figure: those that passed, those that didn't, those left out and why.
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useDefinitions } from "../api/definitions";
import { type Part, useObjectiveRecords, useObjectives } from "../api/evidence";
import type { CountedRecord } from "../api/wire";
import { Missing } from "../frame/Missing";
import { PageHelp } from "../help/PageHelp";
import { RecordState } from "../look/State";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";
import { Bullet, figure } from "./Bullet";
import { currentPeriod } from "./ObjectivesPage";

const PARTS: Part[] = ["passed", "failed", "left_out"];

export function ObjectivePage() {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const { id } = useParams({ from: "/inside/objectives/$id" });
  const search = useSearch({ from: "/inside/objectives/$id" });
  const { period = currentPeriod() } = search;
  const part = PARTS.find((one) => one === search.part) ?? "passed";
  const found = useObjectives(period);
  const objective = found.data?.items.find((one) => one.id === id);
  if (found.isPending) return <Shape />;
  if (!objective) return found.isError ? <Trouble error={found.error} /> : <Missing />;
  const { passed, counted } = objective;
  const leftOut = objective.left_out.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className="page objective-page">
      <header className="page-head">
        <Link to="/objectives" search={{ period }}>
          {t("objective.title")}
        </Link>
        <h1>{label(objective.label)}</h1>
        <PageHelp id="objective" />
        <span className="quiet">
          {objective.period} · {t("objective.target", { target: figure(objective.target, objective.unit) })}
        </span>
      </header>
      <Bullet objective={objective} />
      <Segmented
        size="small"
        value={part}
        options={[
          { value: "passed", label: t("objective.passed", { n: passed }) },
          { value: "failed", label: t("objective.failed", { n: counted - passed }) },
          { value: "left_out", label: t("objective.left_out", { n: leftOut }) },
        ]}
        onChange={(chosen) =>
          void navigate({ to: "/objectives/$id", params: { id }, search: { period, part: chosen } })
        }
      />
      {part === "left_out" ? (
        <ul className="plain reasons">
          {objective.left_out.map((one) => (
            <li key={one.reason.en}>
              <span className="figure">{one.count}</span> {label(one.reason)}
            </li>
          ))}
        </ul>
      ) : null}
      <Records
        id={id}
        period={objective.period}
        part={part}
        all={{ passed, failed: counted - passed, left_out: leftOut }[part]}
      />
    </div>
  );
}

function Records({ id, period, part, all }: { id: string; period: string; part: Part; all: number }) {
  const t = useText();
  const found = useObjectiveRecords(id, period, part);
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {found.isPending ? <Shape /> : null}
      {found.isError ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data && all === 0 ? <Nothing text={t("objective.none_here")} /> : null}
      <ul className="work-list">
        {records.map((record) => (
          <CountedRow key={record.id} record={record} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button className="more" onClick={() => void found.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
      {found.data && !found.hasNextPage && records.length < all ? (
        <p className="quiet">{t("objective.unseen", { n: all - records.length })}</p>
      ) : null}
    </>
  );
}

function CountedRow({ record }: { record: CountedRecord }) {
  const label = useLabel();
  const process = useDefinitions().processes.find((one) => one.id === record.process);
  return (
    <li>
      <span className="number">{record.number}</span>
      <span className="title">
        <RecordLink to={record} />
        {record.left_out ? <span className="why-not quiet">{label(record.left_out)}</span> : null}
      </span>
      <RecordState process={process} record={record} />
      <time className="when" dateTime={record.opened_at}>
        {moment(record.opened_at)}
      </time>
    </li>
  );
}
