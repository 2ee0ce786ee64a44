// The table of what is proposed of one process: chosen, renamed, then opened one after the other; what was refused says so at
// its row, and the others are opened all the same.
import { Button, Checkbox, Progress } from "antd";
import { Fragment, useState } from "react";
import { useMe } from "../api/account";
import { ofContent, useDefinitions } from "../api/definitions";
import { useProposals } from "../api/guide";
import { useKept } from "../api/kept";
import { useOnce } from "../api/once";
import { useOpen, useStanding } from "../api/setup";
import type { ListedRecord, Process, Reference, SetupForm } from "../api/wire";
import { filled } from "../field/value";
import { useLabel, useLanguage, useText } from "../text/language";
import { FaultOfRow, type RowFault } from "./FaultOfRow";
import type { MadeByKey } from "./made";
import { Cell, shownIn } from "./ProposalCell";
import { bodyOf, columnsOf, named, nameOf, type Row, rowsOf } from "./proposal";
import { proposedTitle } from "./text";

interface ProposalTableProps {
  process: Process;
  form: SetupForm;
  standing: ListedRecord[];
  /** What was opened of the template here, by key. */
  made: MadeByKey;
  /** Another table is being opened, whose records the rows may name. */
  isHeld: boolean;
  onMade: (key: string, record: Reference) => void;
  /** Hears when opening begins and when it ends. */
  onRun: (runs: boolean) => void;
}

/** What was changed of the rows, by key. */
type Changes = { [key: string]: Partial<Pick<Row, "chosen" | "values">> };

export function ProposalTable({ process, form, standing, made, isHeld, onMade, onRun }: ProposalTableProps) {
  const t = useText();
  const label = useLabel();
  const { language } = useLanguage();
  const all = useProposals().data?.items ?? [];
  const proposals = all.filter((one) => one.process === process.id);
  const kept = useKept<Changes>(useMe().data?.id ?? "", `setup:proposed.${process.id}`, () => ({}));
  const changes = kept.value;
  const [opened, setOpened] = useState(0);
  const [faults, setFaults] = useState<ReadonlyMap<string, RowFault>>(new Map());
  const opening = useOpen();
  const known = useKnown(made);
  const rows = rowsOf(process, proposals, language, standing, made, faults).map((row) => ({
    ...row,
    ...changes[row.key],
  }));
  const chosen = rows.filter((row) => row.chosen);
  const columns = columnsOf(process, form.fields, proposals);
  const change = (row: Row, part: Changes[string]) =>
    kept.change((before) => ({ ...before, [row.key]: { ...before[row.key], ...part } }));
  const openAll = async () => {
    const there = new Map(known);
    const failed = new Map<string, RowFault>();
    setOpened(0);
    setFaults(new Map());
    const refuse = (row: Row, fault: RowFault) => setFaults(new Map(failed.set(row.key, fault)));
    // Chosen stays what is chosen, though there be others by then.
    for (const row of chosen) change(row, { chosen: true });
    // One that is refused holds up those alone that stand below it.
    for (const row of chosen) {
      const missing = process.fields.find((field) => failed.has(named(row, field) ?? ""));
      if (missing) {
        refuse(row, { awaits: nameOf(process, rows, named(row, missing)) });
        continue;
      }
      const fields = filled(bodyOf(process, row, language, there));
      try {
        const record = await opening.mutateAsync({ form, fields, row: row.key });
        there.set(row.key, record);
        onMade(row.key, record);
        kept.change(({ [row.key]: _, ...others }) => others);
        setOpened((n) => n + 1);
      } catch (error) {
        refuse(row, { error });
      }
    }
  };
  const open = useOnce(() => {
    onRun(true);
    return openAll().finally(() => onRun(false));
  });
  if (rows.length === 0) return null;
  return (
    <section className="setup-form" aria-labelledby={`proposed-${process.id}`}>
      <h3 id={`proposed-${process.id}`}>{t("setup.from_template", { process: label(process.label) })}</h3>
      <div className="scroll">
        <table className="setup-table">
          <thead>
            <tr>
              <th scope="col">
                <Checkbox
                  aria-label={t("setup.choose_all")}
                  checked={chosen.length === rows.length}
                  indeterminate={chosen.length > 0 && chosen.length < rows.length}
                  onChange={({ target }) => rows.map((row) => change(row, { chosen: target.checked }))}
                />
              </th>
              {columns.map((column) => (
                <th key={column.id} scope="col">
                  {label(shownIn(column).label, column.id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Fragment key={row.key}>
                <tr className={row.chosen ? undefined : "left-out"}>
                  <td>
                    <Checkbox
                      aria-label={t("setup.choose", { title: proposedTitle(process, row.proposal, language) })}
                      checked={row.chosen}
                      onChange={({ target }) => change(row, { chosen: target.checked })}
                    >
                      <span className="left-out-name">{nameOf(process, rows, row.key)}</span>
                    </Checkbox>
                  </td>
                  {columns.map((column) => (
                    <td key={column.id} data-label={label(shownIn(column).label, column.id)}>
                      <Cell
                        field={column}
                        row={row}
                        known={known}
                        onChange={(value) => change(row, { values: { ...row.values, [column.id]: value } })}
                      />
                    </td>
                  ))}
                </tr>
                <FaultOfRow process={process} fault={faults.get(row.key)} width={columns.length} />
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {faults.size > 0 ? (
        <p className="fault" role="alert">
          {t("setup.rows_refused", {
            made: opened,
            rows: [...faults.keys()].map((key) => nameOf(process, rows, key)).join(t("import.comma")),
          })}
        </p>
      ) : null}
      <div className="setup-act">
        <Button
          type="primary"
          loading={open.isBusy}
          disabled={chosen.length === 0 || isHeld}
          onClick={() => open.run()}
        >
          {t("setup.open_chosen", { n: chosen.length })}
        </Button>
        {open.isBusy ? (
          <Progress
            size="small"
            percent={(opened / (opened + chosen.length)) * 100}
            showInfo={false}
            aria-label={t("setup.opening")}
          />
        ) : null}
      </div>
    </section>
  );
}

/** The proposals that there are records of already, by key: those opened here, and those that are called so. */
function useKnown(made: MadeByKey): ReadonlyMap<string, Reference> {
  const { processes } = useDefinitions();
  const { language } = useLanguage();
  const [department] = ofContent(processes, "department");
  const standing = useStanding(department?.id).data?.items ?? [];
  const proposals = useProposals().data?.items ?? [];
  const found = new Map<string, Reference>(made);
  for (const proposal of department ? proposals.filter((one) => one.process === department.id) : []) {
    const title = department ? proposedTitle(department, proposal, language) : "";
    const record = standing.find((one) => one.title === title);
    if (record) found.set(proposal.key, record);
  }
  return found;
}
