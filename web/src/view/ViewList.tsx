// The views that one may use, by who sees them; and what may be done with the one that is shown.
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { stateOf } from "../api/definitions";
import { useChanges, useRecord } from "../api/record";
import { useTotal } from "../api/records";
import { type KeptList, type SavedView, useKeepView, useSavedViews } from "../api/views";
import type { Action, Process } from "../api/wire";
import { Fault } from "../look/Fault";
import { CheckIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
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
                <ViewLine key={view.number} process={process} view={view} saved={saved} onChoose={onChoose} />
              ))}
            </ul>
          </section>
        ))}
      {saved ? (
        <Shown keeper={keeper} process={process} saved={saved} list={list} isChanged={isChanged} onKept={onKept} />
      ) : null}
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

interface ViewLineProps {
  process: Process;
  view: SavedView;
  saved: SavedView | undefined;
  onChoose: (view: string) => void;
}

function ViewLine({ process, view, saved, onChoose }: ViewLineProps) {
  const isShown = saved?.number === view.number;
  const total = useTotal(process.id, { filter: view.filter, folder: view.folder });
  return (
    <li>
      <button type="button" aria-current={isShown ? "true" : undefined} onClick={() => onChoose(view.number)}>
        <span className="mark">{isShown ? <CheckIcon /> : null}</span>
        <span className="title">{view.title}</span>
        <span className="count quiet">{total.isPlaceholderData ? null : total.data}</span>
      </button>
    </li>
  );
}

/** What may be done without being asked anything. */
const isPlain = ({ id, allowed, requires, asks, comment }: Action) =>
  allowed &&
  id.startsWith("transition:") &&
  requires.length + asks.length === 0 &&
  comment !== "public" &&
  comment !== "reason";

interface ShownProps {
  keeper: Process;
  process: Process;
  saved: SavedView;
  list: KeptList;
  isChanged: boolean;
  onKept: (view: string) => void;
}

/** The view that is shown: changed, shared, taken back, as its own record offers it. */
function Shown({ keeper, process, saved, list, isChanged, onKept }: ShownProps) {
  const t = useText();
  const label = useLabel();
  const at = { process: keeper.id, number: saved.number };
  const record = useRecord(at).data;
  const { transition } = useChanges(at);
  const { change } = useKeepView(keeper.id, process.id);
  const [error, setError] = useState<unknown>();
  if (!record) return null;
  const act = ({ id }: Action) => {
    setError(undefined);
    const step = id.slice("transition:".length);
    transition.mutate({ id: step, body: {}, version: record.version }, { onError: setError });
  };
  const keep = () => {
    setError(undefined);
    change.mutate(
      { ...list, number: saved.number, version: record.version },
      { onError: setError, onSuccess: () => onKept(saved.number) },
    );
  };
  const canChange = record.editable.includes("filter");
  return (
    <section className="shown" aria-label={saved.title}>
      <h3>{t("view.this", { view: saved.title })}</h3>
      {isChanged && canChange ? (
        <Button size="small" type="primary" loading={change.isPending} onClick={keep}>
          {t("view.keep_changes")}
        </Button>
      ) : null}
      {record.actions.filter(isPlain).map((action) => (
        <Button key={action.id} size="small" disabled={transition.isPending} onClick={() => act(action)}>
          {label(action.label)}
        </Button>
      ))}
      <Link to="/records/$process/$number" params={at}>
        {t("view.rename")}
      </Link>
      <Fault error={error} />
    </section>
  );
}
