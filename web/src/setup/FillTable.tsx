// Records that are there from the start and lack what only the company knows: a row each, saved together.
import { Button, Select } from "antd";
import { useMe } from "../api/account";
import { ofContent, useDefinitions, useProcess } from "../api/definitions";
import { useKept } from "../api/kept";
import { useOnce } from "../api/once";
import { useFill, useStanding } from "../api/setup";
import type { Field, Fields, ListedRecord, Process, SetupForm, Value } from "../api/wire";
import { indented, inTree, parentField } from "../field/tree";
import { Fault } from "../look/Fault";
import { Shape } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { chosenIn, naming, referencesIn, suggestedFor, withSole } from "./filling";

interface FillTableProps {
  process: Process;
  form: SetupForm;
  standing: ListedRecord[];
}

/** What is chosen for a field of a record: the identities of the records it names. */
type Chosen = { [record: string]: { [field: string]: string[] } };

export function FillTable({ process, form, standing }: FillTableProps) {
  const t = useText();
  const label = useLabel();
  const fields = form.fields.flatMap((id) => process.fields.find((field) => field.id === id) ?? []);
  const target = fields.flatMap((field) => [field, ...field.columns]).find((field) => field.to.length > 0)?.to[0];
  const among = useStanding(target);
  const [post] = ofContent(useDefinitions().processes, "post");
  const posts = useStanding(post?.id).data?.items ?? [];
  const kept = useKept<Chosen>(useMe().data?.id ?? "", `setup:fill.${process.id}`, () => ({}));
  const chosen = kept.value;
  const filling = useFill();
  const units = among.data?.items ?? [];
  const options = useOptions(target, units);
  const of = (record: ListedRecord, field: Field) =>
    chosen[record.id]?.[field.id] ?? orSuggested(chosenIn(record.fields[field.id]), record, field);
  const orSuggested = (there: string[], record: ListedRecord, field: Field) =>
    there.length > 0 ? there : suggestedFor(record, field, units, posts);
  const rows = standing.map((record) => ({ record, values: withSole(fields, (field) => of(record, field)) }));
  const bodyOf = ({ record, values }: (typeof rows)[number]): Fields =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const now = values[field.id] ?? [];
        const same = now.join() === chosenIn(record.fields[field.id]).join();
        return same ? [] : [[field.id, naming(field, now)]];
      }),
    );
  const changed = rows.filter((row) => Object.keys(bodyOf(row)).length > 0);
  const gaps = standing.filter((record) => fields.some((field) => chosenIn(record.fields[field.id]).length === 0));
  const save = useOnce(async () => {
    for (const row of changed) {
      const done = await filling.mutateAsync({ record: row.record, body: bodyOf(row) }).catch(() => undefined);
      if (!done) return;
      kept.change(({ [row.record.id]: _, ...rest }) => rest);
    }
  });
  if (among.isPending) return <Shape rows={6} />;
  if (units.length === 0) return null;
  return (
    <section className="setup-form" aria-labelledby={`setup-${process.id}`}>
      <h3 id={`setup-${process.id}`}>
        {label(process.label)} <span className="count">{standing.length}</span>
      </h3>
      <p className="quiet">{t("filling.intro")}</p>
      <p className={gaps.length > 0 ? "sign wait" : "sign done"}>
        {gaps.length > 0 ? t("filling.gaps", { n: gaps.length }) : t("filling.whole")}
      </p>
      <ul className="plain setup-fill">
        {rows.map(({ record, values }) => (
          <li key={record.id}>
            <RecordLink to={record} />
            {fields.map((field) => (
              <div key={field.id}>
                <span className="quiet">{label(field.label)}</span>
                <Select
                  size="small"
                  allowClear
                  mode={field.kind === "table" ? "multiple" : undefined}
                  showSearch={{ optionFilterProp: "label" }}
                  aria-label={t("filling.of", { record: record.title, field: label(field.label) })}
                  value={field.kind === "table" ? (values[field.id] ?? []) : values[field.id]?.[0]}
                  options={[...options, ...namedBeside(options, record.fields[field.id])]}
                  optionRender={({ label, data }) => <span style={indented(data.depth)}>{label}</span>}
                  onChange={(given: string | string[] | undefined) => {
                    const now = Array.isArray(given) ? given : given ? [given] : [];
                    kept.change((before) => ({ ...before, [record.id]: { ...before[record.id], [field.id]: now } }));
                  }}
                />
              </div>
            ))}
          </li>
        ))}
      </ul>
      <Fault error={filling.error} />
      <div className="setup-act">
        <Button type="primary" disabled={changed.length === 0} loading={save.isBusy} onClick={() => save.run()}>
          {t("filling.save", { n: changed.length })}
        </Button>
      </div>
    </section>
  );
}

/** What a value names and can't be chosen any more: it is shown by its name all the same. */
function namedBeside(options: { value: string }[], value: Value | undefined) {
  const missing = referencesIn(value).filter(({ id }) => !options.some((option) => option.value === id));
  return missing.map(({ id, title, number }) => ({ value: id, label: title || number || "—", depth: 0 }));
}

/** What can be chosen, in its tree where it forms one. */
function useOptions(target: string | undefined, units: ListedRecord[]) {
  const parent = parentField(useProcess(target ?? ""));
  const placed = parent ? inTree(units, parent) : units.map((record) => ({ record, depth: 0 }));
  return placed.map(({ record, depth }) => ({ value: record.id, label: record.title, depth }));
}
