// Opens a record: the form from the field definitions, little asked first, values kept when the server refuses.

import { useNavigate, useParams } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { useMe } from "../api/account";
import { newKey, Refusal } from "../api/client";
import { useProcess } from "../api/definitions";
import { receiptOf, useCreate } from "../api/record";
import type { Field, Fields, Process, Value } from "../api/wire";
import { ContentContext } from "../content/context";
import { FieldRow } from "../field/FieldRow";
import { focusFirstFault } from "../field/fault";
import { filled, formParts, same, startValues } from "../field/value";
import { Missing } from "../frame/Missing";
import { Terms } from "../glossary/Term";
import { PageHelp } from "../help/PageHelp";
import { Fault } from "../look/Fault";
import { useLabel, useText } from "../text/language";

export function CreatePage() {
  const { process } = useParams({ from: "/inside/records/$process/new" });
  const definition = useProcess(process);
  if (!definition?.may.create) return <Missing />;
  return (
    <ContentContext value={definition.content}>
      <CreateForm key={process} process={definition} />
    </ContentContext>
  );
}

function CreateForm({ process }: { process: Process }) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const me = useMe().data;
  const [start] = useState(() => startValues(process, me?.customer ?? null));
  const [values, setValues] = useState<Fields>(start);
  const [key, setKey] = useState(newKey);
  const [more, setMore] = useState(false);
  const create = useCreate(process.id);
  const { first, later } = formParts(process, start, me?.customer ? "short" : "full");
  const refusal = create.error instanceof Refusal ? create.error : undefined;
  const fault = (field: Field) => refusal?.at(field.id);
  const open = more || later.some(fault);
  const set = (field: string, value: Value) => {
    setValues((before) => ({ ...before, [field]: value }));
    setKey(newKey());
  };
  const row = (field: Field, index: number) => (
    <FieldRow
      key={field.id}
      field={field}
      value={values[field.id]}
      required={field.required}
      fault={fault(field)}
      autoFocus={index === 0}
      prefilled={start[field.id] !== undefined && same(start[field.id], values[field.id])}
      onChange={(value) => set(field.id, value)}
    />
  );
  const submit = () => {
    create.mutate(
      { fields: filled(values), key },
      {
        onError: () => setTimeout(focusFirstFault),
        onSuccess: (created) => {
          const { process, number } = created;
          if (!receiptOf(created))
            return void navigate({ to: "/records/$process/$number", params: { process, number } });
          message.info({ content: t("record.created_out_of_sight", { number }), duration: 10 });
          void navigate({ to: "/records/$process", params: { process } });
        },
      },
    );
  };
  return (
    <div className="page form-page">
      <header className="page-head">
        <h1>{t("list.create", { process: label(process.label) })}</h1>
        <PageHelp id="create" />
        <p className="quiet">
          <Terms of={process.purpose} />
        </p>
      </header>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="form-grid">{first.map(row)}</div>
        {later.length > 0 && !open ? (
          <Button type="link" className="more-fields" onClick={() => setMore(true)}>
            {t("record.more_fields", { n: later.length })}
          </Button>
        ) : null}
        {open ? <div className="form-grid later">{later.map((field) => row(field, -1))}</div> : null}
        <Fault error={create.error} />
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {t("record.submit")}
          </Button>
          <Button onClick={() => void navigate({ to: "/records/$process", params: { process: process.id } })}>
            {t("record.cancel")}
          </Button>
        </div>
      </form>
    </div>
  );
}
