// The editor of a board: its words, and its charts as they will be drawn, added, changed, moved, copied and removed where they stand.
// Each step can be undone until it is saved; unsaved, it is kept over a reload.
import { Button } from "antd";
import { useEffect, useState } from "react";
import { type Days, useKeepBoard } from "../api/boards";
import { Refusal } from "../api/client";
import { fieldOf } from "../api/definitions";
import { useOnce } from "../api/once";
import { useReadAgain } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { Fault } from "../look/Fault";
import { PlusIcon } from "../look/icon";
import { useText } from "../text/language";
import { ChartEditor } from "./ChartEditor";
import { copyOf, doubleIn, type EditedChart, editedOf, faultsIn, fieldsOf, fresh, WORDS } from "./edited";
import { Overtaken } from "./Overtaken";
import { useEdited } from "./useEdited";
import "./editor.css";

interface BoardEditorProps {
  keeper: Process;
  /** The board as it is; none: a new one is made. */
  record: YuhengRecord | undefined;
  days: Days;
  today: string;
  /** Editing is over; the board that there is now, if there is one. */
  onDone: (number: string | undefined) => void;
}

/** Where the focus goes after a step that takes it away. */
const CARD = "board-chart-";
const ADD = "board-add";

export function BoardEditor({ keeper, record, days, today, onDone }: BoardEditorProps) {
  const t = useText();
  const edited = useEdited(keeper.id, record);
  const { board, write } = edited;
  const { create, change } = useKeepBoard(keeper.id);
  const readAgain = useReadAgain({ process: keeper.id, number: record?.number ?? "" });
  const [theirs, setTheirs] = useState(edited.isOvertaken ? record : undefined);
  const [error, setError] = useState<unknown>();
  const [open, setOpen] = useState<string>();
  const [dragged, setDragged] = useState<number>();
  const [said, setSaid] = useState("");
  const [focus, setFocus] = useState<{ id: string }>();
  useEffect(() => {
    if (focus) focusIn(focus.id);
  }, [focus]);
  const refusal = error instanceof Refusal ? error : undefined;
  const faults = faultsIn(board, refusal?.problem.fields ?? []);
  const double = doubleIn(board);
  const columns = fieldOf(keeper, "charts")?.columns ?? [];
  const charts = (next: EditedChart[], at?: string) => {
    setError(undefined);
    write({ ...board, charts: next }, at);
  };
  const end = (number: string | undefined) => {
    edited.forget();
    onDone(number);
  };
  const save = useOnce(async (version: number) => {
    if (double) return setOpen(double);
    setError(undefined);
    try {
      if (!record) return end((await create.mutateAsync(fieldsOf(board))).number);
      await change.mutateAsync({
        number: record.number,
        version,
        before: fieldsOf(edited.base),
        after: fieldsOf(board),
      });
      end(record.number);
    } catch (failure) {
      if (failure instanceof Refusal && failure.status === 412) setTheirs(await readAgain());
      else setError(failure);
      if (failure instanceof Refusal) setOpen([...faultsIn(board, failure.problem.fields ?? []).keys()][0] ?? open);
    }
  });
  const move = (from: number, to: number) => {
    const chart = board.charts[from];
    if (!chart || to < 0 || to >= board.charts.length || from === to) return;
    const others = board.charts.filter((_, at) => at !== from);
    charts([...others.slice(0, to), chart, ...others.slice(to)]);
    setSaid(t("board.moved", { chart: chart.title, n: to + 1 }));
    setFocus({ id: CARD + chart.key });
  };
  const copy = (at: number, chart: EditedChart) => {
    const made = copyOf(chart);
    charts([...board.charts.slice(0, at + 1), made, ...board.charts.slice(at + 1)]);
    setOpen(made.key);
    setSaid(t("board.copied", { chart: chart.title }));
    setFocus({ id: CARD + made.key });
  };
  const remove = (at: number, chart: EditedChart) => {
    charts(board.charts.filter((_, other) => other !== at));
    setSaid(t("board.removed", { chart: chart.title }));
    setFocus({ id: ADD });
  };
  const add = () => {
    const made = fresh();
    charts([...board.charts, made]);
    setOpen(made.key);
  };
  const undo = () => {
    setError(undefined);
    edited.undo();
    setSaid(t("board.undone"));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the controls inside
    <div
      className="board-editor"
      onKeyDown={(event) => {
        const isTyping = (event.target as HTMLElement).matches("input, textarea");
        if (isTyping || event.key !== "z" || !(event.ctrlKey || event.metaKey) || !edited.canUndo) return;
        event.preventDefault();
        undo();
      }}
    >
      {edited.isBack && !theirs ? (
        <p className="taken-up" role="status">
          {t("form.unsaved")}
          <Button size="small" type="link" onClick={() => end(record?.number)}>
            {t("form.discard")}
          </Button>
        </p>
      ) : null}
      {theirs ? (
        <Overtaken
          mine={board}
          theirs={editedOf(theirs.fields)}
          onKeep={() => save.run(theirs.version)}
          onTake={() => end(record?.number)}
        />
      ) : null}
      <div className="board-words">
        {WORDS.map((id) => {
          const field = fieldOf(keeper, id);
          if (!field) return null;
          return (
            <FieldRow
              key={id}
              field={field}
              value={board.words[id]}
              required={field.required}
              autoFocus={!record && id === keeper.title}
              fault={refusal?.at(id)}
              onChange={(value) => write({ ...board, words: { ...board.words, [id]: String(value ?? "") } }, id)}
            />
          );
        })}
      </div>
      <ol className="charts editing" aria-label={t("board.charts")}>
        {board.charts.map((chart, at) => (
          <li
            key={chart.key}
            id={CARD + chart.key}
            className={[`of-${chart.shape}`, open === chart.key ? "open" : "", dragged === at ? "dragged" : ""].join(
              " ",
            )}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== undefined) move(dragged, at);
              setDragged(undefined);
            }}
          >
            <ChartEditor
              chart={chart}
              columns={columns}
              place={{ at, last: board.charts.length - 1 }}
              days={days}
              today={today}
              faults={faults.get(chart.key) ?? []}
              isDouble={double === chart.key}
              isOpen={open === chart.key}
              onOpen={() => setOpen(open === chart.key ? undefined : chart.key)}
              onChange={(next, control) =>
                charts(
                  board.charts.map((other) => (other.key === chart.key ? next : other)),
                  control,
                )
              }
              onMove={(to) => move(at, to)}
              onDrag={(isDragged) => setDragged(isDragged ? at : undefined)}
              onCopy={() => copy(at, chart)}
              onRemove={() => remove(at, chart)}
            />
          </li>
        ))}
      </ol>
      <Button id={ADD} icon={<PlusIcon />} onClick={add}>
        {t("board.add_chart")}
      </Button>
      <p className="unseen" role="status">
        {said}
      </p>
      <div className="editing-end">
        <Button
          type="primary"
          loading={save.isBusy}
          disabled={theirs !== undefined}
          onClick={() => save.run(edited.version)}
        >
          {t("board.save")}
        </Button>
        <Button disabled={!edited.canUndo} onClick={undo}>
          {t("board.undo")}
        </Button>
        <Button type="text" onClick={() => end(record?.number)}>
          {t(edited.isChanged ? "form.discard" : "board.back")}
        </Button>
        {error ? (
          <Fault error={error} />
        ) : (
          <span className="quiet">{t(edited.isChanged ? "board.not_saved" : "board.as_saved")}</span>
        )}
      </div>
    </div>
  );
}

/** Into a chart's bar, or onto a button. */
function focusIn(id: string) {
  const found = document.getElementById(id);
  const button = found?.matches("button") ? found : found?.querySelector<HTMLElement>(".chart-acts button");
  button?.focus();
  button?.scrollIntoView?.({ block: "nearest" });
}
