// The records behind a figure: those that passed, those that didn't, those left out and why.
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useDefinitions } from "../api/definitions";
import { type Part, useObjectiveRecords } from "../api/evidence";
import type { CountedRecord, Objective, ObjectivePart } from "../api/wire";
import { RecordState } from "../look/State";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";

const PARTS: Part[] = ["passed", "failed", "left_out"];

interface ObjectiveRecordsProps {
  objective: Objective;
  counts: { [part in Part]: number };
  /** The department whose they are; all departments' without it. */
  of?: ObjectivePart;
}

export function ObjectiveRecords({ objective, counts, of }: ObjectiveRecordsProps) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/objectives/$id" });
  const part = PARTS.find((one) => one === search.part) ?? "passed";
  const params = { id: objective.id };
  return (
    <section className="objective-records">
      <div className="objective-choice">
        <Segmented
          size="small"
          value={part}
          options={[
            { value: "passed", label: t("objective.passed", { n: counts.passed }) },
            { value: "failed", label: t("objective.failed", { n: counts.failed }) },
            { value: "left_out", label: t("objective.left_out", { n: counts.left_out }) },
          ]}
          onChange={(chosen) =>
            void navigate({ to: "/objectives/$id", params, search: { ...search, part: chosen }, resetScroll: false })
          }
        />
        {of ? (
          <span className="quiet">
            {t("objective.of_department", { department: of.department?.title ?? t("objective.no_department") })}{" "}
            <Link
              to="/objectives/$id"
              params={params}
              search={{ ...search, department: undefined }}
              resetScroll={false}
            >
              {t("objective.all_departments")}
            </Link>
          </span>
        ) : null}
      </div>
      {part === "left_out" && !of ? (
        <ul className="plain reasons">
          {objective.left_out.map((one) => (
            <li key={one.reason.en}>
              <span className="figure">{one.count}</span> {label(one.reason)}
            </li>
          ))}
        </ul>
      ) : null}
      <Records objective={objective} part={part} department={search.department} all={counts[part]} />
    </section>
  );
}

interface RecordsProps {
  objective: Objective;
  part: Part;
  department: string | undefined;
  all: number;
}

function Records({ objective, part, department, all }: RecordsProps) {
  const t = useText();
  const found = useObjectiveRecords(objective.id, objective.period, part, department);
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
