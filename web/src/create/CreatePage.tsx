// Opens a record: the form from the field definitions, little asked first, values kept when the server refuses. What a
// reference brings is filled at once; beside the form stands what is known of whoever asks, and what is like it.

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { App, Button } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useMe } from "../api/account";
import { newKey, Refusal } from "../api/client";
import { fieldOf, useProcess } from "../api/definitions";
import { useOnce } from "../api/once";
import { receiptOf, useCreate } from "../api/record";
import type { Field, Process, Value } from "../api/wire";
import { ValuesAround } from "../content/around";
import { ContentContext, useContentParts } from "../content/context";
import { FieldRow } from "../field/FieldRow";
import { focusFirstFault } from "../field/fault";
import { filled, formParts, isReference, startValues } from "../field/value";
import { type Faults, useAgain } from "../form/again";
import { putAside, sendable } from "../form/aside";
import { FormContext, faultsOf, useItemForm } from "../form/context";
import { FormChanged } from "../form/FormChanged";
import { PutAside } from "../form/PutAside";
import { isAnswers } from "../form/shape";
import { Missing } from "../frame/Missing";
import { Terms } from "../glossary/Term";
import { PageHelp } from "../help/PageHelp";
import { Fault } from "../look/Fault";
import { useOffers } from "../palette/offer";
import { joined } from "../text/joined";
import { inBoth, useLabel, useText } from "../text/language";
import { type Filled, give, inOrder, isAbout, isPrefilled, narrowingOf } from "./brought";
import { useFormDraft } from "./draft";
import { Known } from "./Known";
import { LeftDrafts } from "./LeftDrafts";
import { Likely } from "./Likely";
import { TakenUp } from "./TakenUp";

const TITLE = "create-title";

export function CreatePage() {
  const { process } = useParams({ from: "/inside/records/$process/new" });
  const { draft } = useSearch({ from: "/inside/records/$process/new" });
  const definition = useProcess(process);
  if (!definition?.may.create) return <Missing />;
  return (
    <ContentContext value={definition.content}>
      <CreateForm key={`${process} ${draft ?? ""}`} process={definition} asked={draft} />
    </ContentContext>
  );
}

function CreateForm({ process, asked }: { process: Process; asked: string | undefined }) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const me = useMe().data;
  const [start] = useState(() => startValues(process, null));
  const draft = useFormDraft(me?.id ?? "", process, start, asked);
  const given = draft.form;
  const [key, setKey] = useState(newKey);
  const [more, setMore] = useState(false);
  const { Preview } = useContentParts();
  const [create, submit] = useSubmit(process, draft.forget, (faults) => again.look(faults));
  const { first, later } = formParts(process, start, "full");
  const { values, brought } = given;
  const refusal = create.error instanceof Refusal ? create.error : undefined;
  const form = useItemForm(process, values);
  const { questions } = form;
  const again = useAgain(process, values, questions, () => setKey(newKey()));
  const answers = process.fields.find(isAnswers)?.id ?? "";
  const rows = values[answers];
  const aside = form.isKnown ? putAside(questions, rows) : [];
  const words = [...first, ...later].find((field) => field.kind === "long_text" && !field.internal);
  const asks = (field: Field) => !isAnswers(field) || questions.length > 0;
  const fault = (field: Field) => refusal?.at(field.id);
  const isWrong = refusal?.problem.fields?.some(({ field }) => field.startsWith(`${answers}.`));
  const laterAsked = later.filter(asks);
  const open = more || laterAsked.some((field) => fault(field) || (isAnswers(field) && isWrong));
  const isAsked = process.lifetime === "work";
  const set = (field: string, value: Value) => {
    draft.write(give(process, given, field, value));
    setKey(newKey());
    // Who is asking is found: next comes what they say.
    const brings = process.copies.some((copy) => copy.from === field && fieldOf(process, copy.to)?.required);
    if (isAsked && brings && isReference(value)) setTimeout(() => document.getElementById(TITLE)?.focus());
  };
  const row = (field: Field, index: number) => {
    const from = brought[field.id];
    return (
      <FieldRow
        key={field.id}
        id={field.id === process.title ? TITLE : undefined}
        field={field}
        value={values[field.id]}
        required={field.required}
        fault={fault(field)}
        autoFocus={index === 0}
        prefilled={isPrefilled(start, values, field.id)}
        broughtBy={from ? label(fieldOf(process, from)?.label, from) : undefined}
        narrowing={narrowingOf(process, given, field)}
        onChange={(value) => set(field.id, value)}
      >
        {isAsked && isAbout(process, field) && isReference(values.customer) ? (
          <Likely
            process={process}
            field={field}
            customer={values.customer}
            chosen={values[field.id]}
            onChoose={(likely) => set(field.id, likely)}
          />
        ) : null}
      </FieldRow>
    );
  };
  /** Takes what is put aside out of the form. */
  const leave = (next: Filled) => {
    const left = Array.isArray(rows) ? rows.filter((one) => !aside.includes(one)) : rows;
    draft.write(give(process, next, answers, left));
    setKey(newKey());
  };
  const send = () => submit({ fields: filled(sendable(process, values, form)), key });
  // The form hears it by itself.
  useOffers([{ id: "send", kind: "key", about: "list", label: inBoth("frame.key_send"), key: "Ctrl+Enter" }]);
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || create.isPending) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={isAsked ? "page create-page" : "page form-page"}>
      <header className="page-head">
        <h1>{t("list.create", { process: label(process.label) })}</h1>
        <PageHelp id="create" />
        <p className="quiet">
          <Terms of={process.purpose} />
        </p>
      </header>
      <TakenUp since={draft.since} onThrowAway={draft.throwAway} />
      <LeftDrafts process={process} drafts={draft.others} />
      <form
        noValidate
        onKeyDown={press}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ValuesAround value={values}>
          <FormContext value={{ questions, faults: faultsOf(refusal?.problem.fields) }}>
            <div className="form-grid">{inOrder(process, first.filter(asks)).map(row)}</div>
            {laterAsked.length > 0 && !open ? (
              <Button type="link" className="more-fields" onClick={() => setMore(true)}>
                {t("record.more_fields", { n: laterAsked.length })}
              </Button>
            ) : null}
            {open ? <div className="form-grid later">{laterAsked.map((field) => row(field, -1))}</div> : null}
          </FormContext>
          <FormChanged again={again.again} />
          <PutAside
            rows={aside}
            into={words ? label(words.label, words.id) : undefined}
            onCopy={(text) => {
              if (words) leave(give(process, given, words.id, joined(values[words.id], text)));
            }}
            onThrowAway={() => leave(given)}
          />
        </ValuesAround>
        {Preview ? <Preview.Shown values={values} /> : null}
        {again.isSaid ? null : <Fault error={create.error} />}
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t("record.submit")}
          </Button>
          <Button onClick={() => void navigate({ to: "/records/$process", params: { process: process.id } })}>
            {t("record.cancel")}
          </Button>
          <span className="quiet send-key">{t("create.send")}</span>
        </div>
      </form>
      {isAsked ? <Known process={process} values={values} /> : null}
    </div>
  );
}

/** Sends the form, and goes to what came of it. */
function useSubmit(process: Process, onSent: () => void, onFaults: (faults: Faults) => Promise<Faults>) {
  const t = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const create = useCreate(process.id);
  const submit = useOnce((given: { fields: object; key: string }) =>
    create.mutateAsync(given, {
      onError: (error) => {
        setTimeout(focusFirstFault);
        const faults = error instanceof Refusal ? faultsOf(error.problem.fields) : {};
        if (Object.keys(faults).length > 0) void onFaults(faults);
      },
      onSuccess: (created) => {
        onSent();
        const { process, number } = created;
        if (!receiptOf(created)) return void navigate({ to: "/records/$process/$number", params: { process, number } });
        message.info({ content: t("record.created_out_of_sight", { number }), duration: 10 });
        void navigate({ to: "/records/$process", params: { process } });
      },
    }),
  );
  return [create, submit.run] as const;
}
