// The views that one may use, by who sees them; and what may be done with the one that is shown.
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { Refusal } from "../api/client";
import { stateOf } from "../api/definitions";
import { useWatch } from "../api/folder";
import { useOnce } from "../api/once";
import { type RecordAddress, useRecord } from "../api/record";
import { type KeptList, type SavedView, useCount, useKeepView, useSavedViews } from "../api/views";
import type { Process, YuhengRecord } from "../api/wire";
import { Fault } from "../look/Fault";
import { CheckIcon, StarIcon, StarredIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
import { useSteps } from "../record/useSteps";
import { useLabel, useText } from "../text/language";

interface ViewListProps {
  process: Process;
  /** The process whose records the views are. */
  keeper: Process;
  saved: SavedView | undefined;
  list: KeptList;
  isChanged: boolean;
  onChoose: (view: string) => void;
  onKept: (view: string) => void;
  onKeep: () => void;
}

export function ViewList(props: ViewListProps) {
  const { process, keeper, saved, list, isChanged, onChoose, onKept, onKeep } = props;
  const t = useText();
  const label = useLabel();
  const views = useSavedViews(keeper.id, process.id);
  if (views.isPending) return <Shape rows={3} />;
  if (views.isError) return <Trouble error={views.error} retry={() => void views.refetch()} />;
  const groups = keeper.states.map(({ id }) => ({ id, items: views.data.filter(({ state }) => state === id) }));
  return (
    <section className="view-list" aria-label={t("view.views")}>
      {views.data.length === 0 ? <p className="quiet">{t("view.none")}</p> : null}
      {groups
        .filter(({ items }) => items.length > 0)
        .map(({ id, items }) => (
          <section key={id} aria-label={label(stateOf(keeper, id)?.label, id)}>
            <h3>{label(stateOf(keeper, id)?.label, id)}</h3>
            <ul className="plain">
              {items.map((view) => (
                <ViewLine
                  key={view.number}
                  process={process}
                  view={view}
                  isShown={saved?.number === view.number}
                  isCounted={views.data.indexOf(view) < COUNTED}
                  onChoose={onChoose}
                />
              ))}
            </ul>
          </section>
        ))}
      {saved ? <Shown {...{ keeper, process, saved, list, isChanged, onKept }} /> : null}
      <footer>
        <Button size="small" type="link" onClick={onKeep}>
          {t("view.keep_as")}
        </Button>
        <Link
          to="/records/$process"
          params={{ process: keeper.id }}
          search={{ filter: `record.records_of == ${JSON.stringify(process.id)}` }}
        >
          {t("view.manage")}
        </Link>
      </footer>
    </section>
  );
}

/** How many of them say how much is in them. */
const COUNTED = 20;

interface ViewLineProps {
  process: Process;
  view: SavedView;
  isShown: boolean;
  isCounted: boolean;
  onChoose: (view: string) => void;
}

function ViewLine({ process, view, isShown, isCounted, onChoose }: ViewLineProps) {
  const total = useCount(process.id, view, isCounted);
  return (
    <li>
      <button type="button" aria-current={isShown ? "true" : undefined} onClick={() => onChoose(view.number)}>
        <span className="mark">{isShown ? <CheckIcon /> : null}</span>
        <span className="title">{view.title}</span>
        <span className="count quiet">{total.data}</span>
      </button>
    </li>
  );
}

interface ShownProps {
  keeper: Process;
  process: Process;
  saved: SavedView;
  list: KeptList;
  isChanged: boolean;
  onKept: (view: string) => void;
}

/** The view that is shown: changed, shared, taken back, as its own record offers it. */
function Shown({ keeper, ...props }: ShownProps) {
  const at = { process: keeper.id, number: props.saved.number };
  const record = useRecord(at).data;
  return record ? <ShownRecord keeper={keeper} at={at} record={record} {...props} /> : null;
}

interface ShownRecordProps extends ShownProps {
  at: RecordAddress;
  record: YuhengRecord;
}

function ShownRecord({ keeper, at, record, process, saved, list, isChanged, onKept }: ShownRecordProps) {
  const t = useText();
  const label = useLabel();
  const { steps, start, pending, dialog } = useSteps(at, keeper, record);
  const { change } = useKeepView(keeper.id, process.id);
  const [error, setError] = useState<unknown>();
  const keep = useOnce(async () => {
    setError(undefined);
    try {
      // What others have kept since the list was read is not written over unread.
      await change.mutateAsync({ ...list, number: saved.number, version: saved.version });
      onKept(saved.number);
    } catch (failure) {
      setError(failure);
    }
  });
  const watch = useWatch(at.process, at.number);
  const followed = watch.isPending ? watch.variables : record.watched === true;
  const isStale = error instanceof Refusal && error.status === 412;
  return (
    <section className="shown" aria-label={saved.title}>
      <h3>{t("view.this", { view: saved.title })}</h3>
      {isChanged && record.editable.includes("filter") ? (
        <Button size="small" type="primary" loading={keep.isBusy} onClick={() => keep.run()}>
          {t("view.keep_changes")}
        </Button>
      ) : null}
      {steps
        .filter(({ id, allowed }) => allowed && id.startsWith("transition:"))
        .map((action) => (
          <Button key={action.id} size="small" loading={pending === action.id} onClick={() => start(action)}>
            {label(action.label)}
          </Button>
        ))}
      <Button
        size="small"
        icon={followed ? <StarredIcon /> : <StarIcon />}
        aria-pressed={followed}
        onClick={() => watch.mutate(!followed)}
      >
        {t(followed ? "view.unfollow" : "view.follow")}
      </Button>
      <Link to="/records/$process/$number" params={at}>
        {t("view.rename")}
      </Link>
      <Fault error={error} said={isStale ? t("view.changed_by_others") : undefined} />
      {dialog}
    </section>
  );
}
