// A chart of a board that is edited: what it draws as it stands, and what is said of it beside that.
import { Button, Segmented } from "antd";
import type { DragEvent } from "react";
import type { Days } from "../api/boards";
import type { Field, TableRow } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { CloseIcon, CopyIcon, DownIcon, EditIcon, MenuIcon, PlusIcon, UpIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { ChartCard } from "./ChartCard";
import { type ChartFaults, type EditedChart, ofShape, previewOf } from "./edited";
import { SeriesEditor } from "./SeriesEditor";

interface ChartEditorProps {
  chart: EditedChart;
  /** The columns of the table of charts. */
  columns: Field[];
  place: { at: number; last: number };
  days: Days;
  today: string;
  faults: ChartFaults;
  /** Another chart is called so. */
  isDouble: boolean;
  isOpen: boolean;
  onOpen: () => void;
  /** `at`: the control that it was changed in. */
  onChange: (chart: EditedChart, at?: string) => void;
  onMove: (to: number) => void;
  onDrag: (isDragged: boolean) => void;
  onCopy: () => void;
  onRemove: () => void;
}

export function ChartEditor(props: ChartEditorProps) {
  const { chart, place, days, today, isOpen, onOpen, onMove, onDrag, onCopy, onRemove } = props;
  const t = useText();
  const label = useLabel();
  const name = label({ zh: chart.title, en: chart.title_en }) || t("board.untitled", { n: place.at + 1 });
  const preview = previewOf(chart);
  const button = (icon: React.ReactNode, text: string, run: () => void, isOff = false) => (
    <Button
      type="text"
      size="small"
      icon={icon}
      disabled={isOff}
      aria-label={t(text, { chart: name })}
      title={t(text, { chart: name })}
      onClick={run}
    />
  );
  return (
    <>
      <div className="chart-acts">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys beside it move it too */}
        <span
          className="handle"
          draggable
          title={t("board.drag")}
          onDragStart={(event: DragEvent) => {
            event.dataTransfer.effectAllowed = "move";
            onDrag(true);
          }}
          onDragEnd={() => onDrag(false)}
        >
          <MenuIcon />
        </span>
        <Button
          size="small"
          type={isOpen ? "primary" : "default"}
          icon={<EditIcon />}
          aria-expanded={isOpen}
          aria-label={t(isOpen ? "board.fold_chart" : "board.edit_chart", { chart: name })}
          onClick={onOpen}
        >
          {t(isOpen ? "board.fold" : "board.change")}
        </Button>
        <span className="moves">
          {button(<UpIcon />, "board.move_up", () => onMove(place.at - 1), place.at === 0)}
          {button(<DownIcon />, "board.move_down", () => onMove(place.at + 1), place.at === place.last)}
          {button(<CopyIcon />, "board.copy_chart", onCopy)}
          {button(<CloseIcon />, "board.remove_chart", onRemove)}
        </span>
      </div>
      <div className="chart-edited">
        {isOpen ? <ChartForm {...props} name={name} /> : null}
        {preview ? (
          <ChartCard chart={{ ...preview, title: { zh: name, en: name } }} days={days} today={today} place="page" />
        ) : (
          <section className="chart-card" aria-label={name}>
            <h2>{name}</h2>
            <p className="quiet">{t("board.unfinished")}</p>
          </section>
        )}
      </div>
    </>
  );
}

function ChartForm({ chart, columns, faults, isDouble, onChange, name }: ChartEditorProps & { name: string }) {
  const t = useText();
  const label = useLabel();
  const columnOf = (id: string) => columns.find((column) => column.id === id);
  const of = (column: string) => faults.map((row) => row[column]).find((fault) => fault !== undefined);
  const words = (id: "title" | "title_en") => {
    const column = columnOf(id);
    return column ? (
      <FieldRow
        field={column}
        value={chart[id]}
        required={column.required}
        autoFocus={id === "title" && chart.title === ""}
        fault={of(id) ?? (id === "title" && isDouble ? t("board.same_title") : undefined)}
        onChange={(value) => onChange({ ...chart, [id]: String(value ?? "") }, `${chart.key}.${id}`)}
      />
    ) : null;
  };
  const shape = columnOf("shape");
  const series = (rows: TableRow[], at?: string) => onChange({ ...chart, series: rows }, at);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn around it
    <div className="chart-form" role="group" aria-label={t("board.form_of", { chart: name })}>
      <div className="two">
        {words("title")}
        {words("title_en")}
      </div>
      <div className="field-row">
        <span className="label">{label(shape?.label)}</span>
        <Segmented
          aria-label={label(shape?.label)}
          value={chart.shape}
          options={(shape?.options ?? []).map((one) => ({ value: one.id, label: label(one.label) }))}
          onChange={(value) => onChange(ofShape(chart, value))}
        />
        {of("shape") ? (
          <div className="fault" role="alert">
            {of("shape")}
          </div>
        ) : null}
      </div>
      {chart.series.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
        <div key={at} className={chart.series.length > 1 ? "series one-of-several" : "series"}>
          <SeriesEditor
            columns={columns}
            shape={chart.shape}
            row={row}
            isOneOfSeveral={chart.series.length > 1}
            faults={faults[at] ?? {}}
            onChange={(next, column) =>
              series(
                chart.series.map((other, place) => (place === at ? next : other)),
                isTyped(columnOf(column)) ? `${chart.key}.${at}.${column}` : undefined,
              )
            }
          />
          {chart.series.length > 1 ? (
            <Button
              size="small"
              type="text"
              icon={<CloseIcon />}
              onClick={() => series(chart.series.filter((_, place) => place !== at))}
            >
              {t("board.remove_series", { n: at + 1 })}
            </Button>
          ) : null}
        </div>
      ))}
      {chart.shape === "stacked" ? null : (
        <Button size="small" type="text" icon={<PlusIcon />} onClick={() => series([...chart.series, next(chart)])}>
          {t("board.add_series")}
        </Button>
      )}
    </div>
  );
}

/** Letters are typed into it, which are one step together. */
const TYPED = ["series", "series_en", "counted_as", "counted_as_en"];
const isTyped = (column: Field | undefined) => column !== undefined && TYPED.includes(column.id);

/** A further series is mostly of the same records, counted by the same. */
const next = ({ series }: EditedChart): TableRow => {
  const last = series.at(-1) ?? {};
  return { records_of: last.records_of, by: last.by, period_of: last.period_of };
};
