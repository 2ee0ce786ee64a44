// The records that a question lets one point to: rows to touch when there are few, found by typing when there are many.
import { Input } from "antd";
import { useContext, useState } from "react";
import { useDefinitions } from "../api/definitions";
import { useCandidates } from "../api/records";
import type { Field, Reference, Value } from "../api/wire";
import { isReference } from "../field/value";
import { FormContext } from "../form/context";
import { SearchIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
import { useText } from "../text/language";
import { Choice } from "./Choices";
import { useCovered } from "./covered";
import { Belonging, Offer } from "./Offer";

/** From how many on one would rather type than look through. */
const MANY = 8;

interface TargetsProps {
  id: string;
  label: string;
  field: Field;
  value: Value;
  onChange: (value: Value) => void;
}

export function Targets({ id, label, field, value, onChange }: TargetsProps) {
  const t = useText();
  const [q, setQ] = useState("");
  const { processes } = useDefinitions();
  const known = field.to.filter((to) => processes.some((process) => process.id === to));
  const found = useCandidates(
    known.map((process) => ({ process })),
    q,
    true,
  );
  const isCovered = useCovered(field);
  const { item, isGone } = useContext(FormContext);
  const chosen = isReference(value) ? value : undefined;
  // What is offered no longer is not among the offers, though it be chosen.
  const lacks = isGone && item === field.id ? chosen?.id : undefined;
  const all = (found.data ?? []).filter((one) => one.id !== lacks);
  const shown = chosen && chosen.id !== lacks && !all.some((one) => one.id === chosen.id) ? [chosen, ...all] : all;
  return (
    <>
      {q !== "" || all.length > MANY ? (
        <Input
          prefix={<SearchIcon />}
          value={q}
          placeholder={t("portal.find")}
          aria-label={t("portal.find_in", { what: label })}
          onChange={(event) => setQ(event.target.value)}
        />
      ) : null}
      {found.isPending ? <Shape rows={4} /> : null}
      {found.isError && !found.data ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      <div className="choices">
        {[...shown.filter(isCovered), ...shown.filter((record) => !isCovered(record))].map((record) => (
          <Choice key={record.id} name={id} isOn={record.id === chosen?.id} onChoose={() => onChange(plain(record))}>
            {record.title || record.number}
            {isCovered(record) ? null : <span className="optional">{t("portal.not_covered")}</span>}
            {item === field.id && record.id === chosen?.id ? <Offer of={record} /> : null}
            {item === field.id && record.id !== chosen?.id ? <Belonging to={record} /> : null}
          </Choice>
        ))}
        {field.required ? null : (
          <Choice name={id} isOn={!chosen} onChoose={() => onChange(null)}>
            {t("portal.not_sure")}
          </Choice>
        )}
      </div>
    </>
  );
}

/** What of a record a draft keeps. */
const plain = ({ id, process, number, title }: Reference): Reference => ({ id, process, number, title });
