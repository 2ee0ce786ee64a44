// The fields of a process, in the order of its form; which of them are columns of its list.
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import type { WrittenField } from "../api/shape";
import { Fault } from "../look/Fault";
import { useLabel, useText } from "../text/language";
import { Changed, EditCell } from "./EditCell";
import { EditField } from "./EditField";
import { NewFieldDialog } from "./NewFieldDialog";
import type { PartProps } from "./ProcessPage";
import { setColumn } from "./patch";
import type { Draft } from "./useDraft";
import { MARK, TYPE, worded } from "./vocabulary";

const MARKS = Object.keys(MARK) as (keyof typeof MARK)[];

export function Fields({ process, shape, draft, isChanged }: PartProps) {
  const t = useText();
  const label = useLabel();
  const [adds, setAdds] = useState(false);
  const [added, setAdded] = useState<string>();
  const [edited, setEdited] = useState<string>();
  const editing = draft?.mayEdit ? draft : undefined;
  const field = edited === undefined ? undefined : shape.fields[edited];
  return (
    <section aria-label={t("shape.fields")}>
      {editing ? (
        <p className="shape-acts">
          <Button onClick={() => setAdds(true)}>{t("shape.add_field")}</Button>
        </p>
      ) : null}
      <table className="shape-table">
        <thead>
          <tr>
            <th scope="col">{t("shape.name")}</th>
            <th scope="col">{t("shape.id")}</th>
            <th scope="col">{t("shape.type")}</th>
            <th scope="col">{t("shape.marks")}</th>
            <th scope="col">{t("shape.in_list")}</th>
            {editing ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {Object.entries(shape.fields).map(([id, one]) => (
            <tr
              key={id}
              ref={id === added ? (row) => row?.scrollIntoView({ block: "nearest" }) : undefined}
              className={isChanged("fields", id) ? "changed-here" : undefined}
            >
              <Name id={id} field={one} isChanged={isChanged("fields", id)} />
              <td data-title={t("shape.in_list")}>
                <Column {...{ process, shape, id, draft: editing }} />
              </td>
              {editing ? <EditCell name={label(one.label, id)} onEdit={() => setEdited(id)} /> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {editing && adds ? (
        <NewFieldDialog {...{ process, shape, draft: editing }} onAdded={setAdded} onClose={() => setAdds(false)} />
      ) : null}
      {editing && edited && field ? (
        <EditField process={process} id={edited} field={field} draft={editing} onClose={() => setEdited(undefined)} />
      ) : null}
    </section>
  );
}

function Name({ id, field, isChanged }: { id: string; field: WrittenField; isChanged: boolean }) {
  const t = useText();
  const label = useLabel();
  const marks = MARKS.filter((mark) => field[mark]);
  return (
    <>
      <th scope="row">
        {label(field.label, id)} {isChanged ? <Changed /> : null}
      </th>
      <td data-title={t("shape.id")}>
        <code>{id}</code>
      </td>
      <td data-title={t("shape.type")}>
        <Kind field={field} />
      </td>
      <td data-title={t("shape.marks")}>{marks.map((mark) => t(MARK[mark])).join(" · ")}</td>
    </>
  );
}

function Kind({ field }: { field: WrittenField }) {
  const t = useText();
  const label = useLabel();
  const options = Object.values(field.options ?? {}).map((option) => label(option));
  const { processes } = useDefinitions();
  const targets = field.to?.map((id) => label(processes.find((one) => one.id === id)?.label, id));
  const more = targets ?? options;
  return (
    <>
      {worded(TYPE, field.type, t)}
      {more.length > 0 ? <span className="quiet"> {more.join(" · ")}</span> : null}
    </>
  );
}

interface ColumnProps extends Pick<PartProps, "process" | "shape"> {
  id: string;
  draft: Draft | undefined;
}

function Column({ process, shape, id, draft }: ColumnProps) {
  const t = useText();
  const label = useLabel();
  const [error, setError] = useState<unknown>();
  const isColumn = shape.list.includes(id);
  const change = useOnce(async () => {
    setError(undefined);
    await draft?.change(setColumn(process, shape, id, !isColumn)).catch(setError);
  });
  if (!draft) return isColumn ? <>✓</> : null;
  return (
    <>
      <Checkbox
        checked={isColumn}
        disabled={change.isBusy}
        aria-label={t("shape.is_column", { name: label(shape.fields[id]?.label, id) })}
        onChange={() => change.run()}
      />
      <Fault error={error} />
    </>
  );
}
