// Builds a form: questions added, moved by drag or by keys, written in place, and tried out in both languages as whoever
// orders will see it.
import { Button, Segmented } from "antd";
import { type DragEvent, useContext, useState } from "react";
import type { Field, TableRow } from "../api/wire";
import { PlusIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { FormContext } from "./context";
import { FormPreview } from "./FormPreview";
import { QuestionCard } from "./QuestionCard";
import "./form.css";

type View = "build" | "zh" | "en";

interface FormBuilderProps {
  field: Field;
  rows: TableRow[];
  onChange: (rows: TableRow[]) => void;
}

/** An id that no question has yet. */
function fresh(rows: TableRow[]): string {
  const taken = new Set(rows.map((row) => row.question));
  let n = rows.length + 1;
  while (taken.has(`q${n}`)) n += 1;
  return `q${n}`;
}

export function FormBuilder({ field, rows, onChange }: FormBuilderProps) {
  const t = useText();
  const label = useLabel();
  const { faults } = useContext(FormContext);
  const [view, setView] = useState<View>("build");
  const [open, setOpen] = useState<number>();
  const [dragged, setDragged] = useState<number>();
  const [said, setSaid] = useState("");
  const faultsOf = (at: number) => {
    const start = `${field.id}[${at}].`;
    const own = Object.entries(faults).filter(([path]) => path.startsWith(start));
    return Object.fromEntries(own.map(([path, message]) => [path.slice(start.length), message]));
  };
  const move = (from: number, to: number) => {
    const row = rows[from];
    if (!row || to < 0 || to >= rows.length || from === to) return;
    const others = rows.filter((_, at) => at !== from);
    onChange([...others.slice(0, to), row, ...others.slice(to)]);
    if (open === from) setOpen(to);
    else setOpen(undefined);
    setSaid(t("form.moved", { question: label({ zh: String(row.zh ?? ""), en: String(row.en ?? "") }), n: to + 1 }));
  };
  const add = () => {
    onChange([...rows, { question: fresh(rows), kind: "text" }]);
    setOpen(rows.length);
  };
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== undefined) move(dragged, to);
    setDragged(undefined);
  };
  return (
    <section className="form-builder" aria-label={label(field.label, field.id)}>
      <Segmented<View>
        value={view}
        onChange={setView}
        aria-label={t("form.view")}
        options={[
          { value: "build", label: t("form.build") },
          { value: "zh", label: t("form.preview_zh") },
          { value: "en", label: t("form.preview_en") },
        ]}
      />
      {view === "build" ? (
        <>
          <ol className="question-cards">
            {rows.map((row, at) => (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: an id is written by hand, and may be there twice meanwhile
                key={at}
                className={dragged === at ? "dragged" : undefined}
                onDragOver={(event) => event.preventDefault()}
                onDrop={(event) => drop(event, at)}
              >
                <QuestionCard
                  row={row}
                  before={rows.slice(0, at)}
                  place={{ at, last: rows.length - 1 }}
                  faults={faultsOf(at)}
                  isOpen={open === at}
                  onOpen={() => setOpen(open === at ? undefined : at)}
                  onDrag={setDragged}
                  onMove={(to) => move(at, to)}
                  onRemove={() => {
                    setOpen(undefined);
                    onChange(rows.filter((_, other) => other !== at));
                  }}
                  onChange={(next) => onChange(rows.map((other, place) => (place === at ? next : other)))}
                />
              </li>
            ))}
          </ol>
          {rows.length === 0 ? <p className="quiet">{t("form.empty")}</p> : null}
          <Button icon={<PlusIcon />} onClick={add}>
            {t("form.add")}
          </Button>
          <p className="unseen" role="status">
            {said}
          </p>
        </>
      ) : (
        <FormPreview language={view} rows={rows} />
      )}
    </section>
  );
}
