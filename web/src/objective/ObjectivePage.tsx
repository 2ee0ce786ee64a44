// One objective with the records behind its figure: those counted, and those left out with the reason.

import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useDefinitions } from "../api/definitions";
import { type CountedRecord, useObjectiveRecords, useObjectives } from "../api/evidence";
import { Missing } from "../frame/Missing";
import { State } from "../look/State";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";
import { Bullet, figure } from "./Bullet";
import { currentPeriod } from "./ObjectivesPage";

export function ObjectivePage() {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const { id } = useParams({ from: "/inside/objectives/$id" });
  const { period = currentPeriod(), counted = "true" } = useSearch({ from: "/inside/objectives/$id" });
  const found = useObjectives(period);
  const objective = found.data?.items.find((one) => one.id === id);
  if (found.isPending) return <Shape />;
  if (!objective) return found.isError ? <Trouble error={found.error} /> : <Missing />;
  const leftOut = objective.left_out.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className="page objective-page">
      <header className="page-head">
        <Link to="/objectives" search={{ period }}>
          {t("objective.title")}
        </Link>
        <h1>{label(objective.label)}</h1>
        <span className="quiet">
          {objective.period} · {t("objective.target", { target: figure(objective.target, objective.unit) })}
        </span>
      </header>
      <Bullet objective={objective} />
      <ul className="plain reasons">
        {objective.left_out.map((one) => (
          <li key={one.reason}>
            <span className="figure">{one.count}</span> {label(one.label, one.reason)}
          </li>
        ))}
      </ul>
      <Segmented
        size="small"
        value={counted}
        options={[
          { value: "true", label: t("objective.counted_records", { n: objective.counted }) },
          { value: "false", label: t("objective.left_out", { n: leftOut }) },
        ]}
        onChange={(chosen) =>
          void navigate({ to: "/objectives/$id", params: { id }, search: { period, counted: chosen } })
        }
      />
      <Records id={id} period={period} counted={counted === "true"} />
    </div>
  );
}

function Records({ id, period, counted }: { id: string; period: string; counted: boolean }) {
  const t = useText();
  const found = useObjectiveRecords(id, period, counted);
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {found.isPending ? <Shape /> : null}
      {found.isError ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data && records.length === 0 ? (
        <Nothing text={counted ? t("objective.none_counted") : t("objective.none_left_out")} />
      ) : null}
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
    </>
  );
}

function CountedRow({ record }: { record: CountedRecord }) {
  const t = useText();
  const label = useLabel();
  const process = useDefinitions().processes.find((one) => one.id === record.process);
  const verdict =
    record.reason || record.reason_label
      ? label(record.reason_label, record.reason ?? "")
      : record.passed
        ? t("objective.passed")
        : t("objective.failed");
  const hue = record.passed ? "done" : record.passed === false ? "late" : "idle";
  return (
    <li>
      <span className="number">{record.number}</span>
      <span className="title">
        <RecordLink to={record} />
      </span>
      <span className={`sign ${hue}`}>{verdict}</span>
      <State process={process} id={record.state} />
      <time className="when" dateTime={record.opened_at}>
        {moment(record.opened_at)}
      </time>
    </li>
  );
}
