// The flow of a process: its states, the steps between them, who may do each and what it asks for.
import { Button } from "antd";
import { useState } from "react";
import type { Written, WrittenStep } from "../api/shape";
import { useLabel, useText } from "../text/language";
import { Changed, EditCell } from "./EditCell";
import { NewStateDialog } from "./NewStateDialog";
import type { PartProps } from "./ProcessPage";
import { relabel } from "./patch";
import { RelabelDialog } from "./RelabelDialog";
import { StepDialog } from "./StepDialog";
import { KIND, worded } from "./vocabulary";
import { useWords, type Words } from "./words";

type Open = { kind: "state" | "step"; id: string } | { kind: "new" };

export function Flow({ process, shape, draft, isChanged }: PartProps) {
  const t = useText();
  const [open, setOpen] = useState<Open>();
  const editing = draft?.mayEdit ? draft : undefined;
  const words = useWords(shape);
  const close = () => setOpen(undefined);
  const state = open?.kind === "state" ? shape.states[open.id] : undefined;
  const step = open?.kind === "step" ? shape.transitions?.[open.id] : undefined;
  return (
    <section aria-label={t("shape.flow")}>
      {editing ? (
        <p className="shape-acts">
          <Button onClick={() => setOpen({ kind: "new" })}>{t("shape.add_state")}</Button>
        </p>
      ) : null}
      <h2>{t("shape.states")}</h2>
      <table className="shape-table">
        <thead>
          <tr>
            <th scope="col">{t("shape.name")}</th>
            <th scope="col">{t("shape.id")}</th>
            <th scope="col">{t("shape.kind")}</th>
            {editing ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {Object.entries(shape.states).map(([id, one]) => (
            <tr key={id} className={isChanged("states", id) ? "changed-here" : undefined}>
              <th scope="row">
                {words.state(id)} {isChanged("states", id) ? <Changed /> : null}
              </th>
              <td data-title={t("shape.id")}>
                <code>{id}</code>
              </td>
              <td data-title={t("shape.kind")}>{worded(KIND, one.kind, t)}</td>
              {editing ? <EditCell name={words.state(id)} onEdit={() => setOpen({ kind: "state", id })} /> : null}
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t("shape.steps")}</h2>
      <table className="shape-table">
        <thead>
          <tr>
            <th scope="col">{t("shape.name")}</th>
            <th scope="col">{t("shape.from_to")}</th>
            <th scope="col">{t("shape.who")}</th>
            <th scope="col">{t("shape.asks")}</th>
            {editing ? <td /> : null}
          </tr>
        </thead>
        <tbody>
          {Object.entries(shape.transitions ?? {}).map(([id, one]) => (
            <tr key={id} className={isChanged("transitions", id) ? "changed-here" : undefined}>
              <th scope="row">
                {words.step(id)} {isChanged("transitions", id) ? <Changed /> : null}
              </th>
              <td data-title={t("shape.from_to")}>
                {words.list(one.from, words.state)} → {one.to ? words.state(one.to) : t("shape.stays")}
              </td>
              <td data-title={t("shape.who")}>{whoDoes(one, words, t)}</td>
              <td data-title={t("shape.asks")}>
                <Asked step={one} words={words} />
              </td>
              {editing ? <EditCell name={words.step(id)} onEdit={() => setOpen({ kind: "step", id })} /> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {editing && open?.kind === "new" ? (
        <NewStateDialog process={process} shape={shape} draft={editing} onClose={close} />
      ) : null}
      {editing && open?.kind === "state" && state ? (
        <RelabelDialog
          label={state.label}
          patch={(label) => relabel(process, "states", open.id, label)}
          draft={editing}
          onClose={close}
        />
      ) : null}
      {editing && open?.kind === "step" && step ? (
        <StepDialog process={process} shape={shape} id={open.id} step={step} draft={editing} onClose={close} />
      ) : null}
    </section>
  );
}

const whoDoes = (step: WrittenStep, words: Words, t: (key: string) => string) =>
  step.by && step.by.length > 0 ? words.list(step.by, words.holder) : t("shape.by_itself");

/** What a step asks for, and what it keeps apart, in words. */
function Asked({ step, words }: { step: WrittenStep; words: Words }) {
  const t = useText();
  const lines: string[] = [];
  if (step.requires?.length) lines.push(t("shape.needs", { fields: words.list(step.requires, words.field) }));
  if (step.comment && !step.comment.startsWith("optional")) lines.push(t("shape.with_comment"));
  if (step.not_same_as?.length) lines.push(t("shape.not_by", { parties: words.list(step.not_same_as, words.party) }));
  for (const holders of voters(step))
    lines.push(t("shape.approved_by", { holders: words.list(holders, words.holder) }));
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      {[step.when ?? []].flat().map((when) => (
        <code key={when}>{when}</code>
      ))}
    </>
  );
}

function voters(step: WrittenStep): string[][] {
  const { by, steps = [] } = step.approval ?? {};
  return by ? [by] : steps.map((one) => one.by);
}

export const stateOptions = (shape: Written, words: Words) =>
  Object.keys(shape.states).map((value) => ({ value, label: words.state(value) }));

export const useRoleOptions = (roles: { id: string; label: { zh: string; en: string } }[]) => {
  const label = useLabel();
  return roles.map((role) => ({ value: role.id, label: label(role.label, role.id) }));
};
