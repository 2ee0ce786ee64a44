// What is said with a step: who will read it stands above it.
import { Input } from "antd";
import { useId, useRef } from "react";
import { useDefinitions } from "../api/definitions";
import type { RecordAddress } from "../api/record";
import type { Action, Audience, YuhengRecord } from "../api/wire";
import { Gaps, TemplateList } from "../compose/TemplateList";
import { useTemplates } from "../compose/useTemplates";
import { Length } from "../field/Length";
import { LockIcon } from "../look/icon";
import { useText } from "../text/language";
import { readersOf } from "./readers";

type Asked = Exclude<Action["comment"], "none">;

/** Says who will read it, by name where it goes to the customer. */
function useCommentName(asked: Asked, audience: Audience, record: Pick<YuhengRecord, "fields">): string {
  const t = useText();
  const readers = readersOf(record);
  if (asked === "reason") return t("record.reason");
  if (audience === "internal") return t("step.note");
  return readers ? t("step.reply", { name: readers }) : t("step.reply_to_all");
}

interface CommentBoxProps {
  asked: Asked;
  audience: Audience;
  record: Pick<YuhengRecord, "fields">;
  /** The record that texts are filled from; none: none is offered. */
  at?: RecordAddress;
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}

export function CommentBox({ asked, audience, record, at, value, fault, onChange }: CommentBoxProps) {
  const t = useText();
  const id = useId();
  const { limits } = useDefinitions();
  const name = useCommentName(asked, audience, record);
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const templates = useTemplates(at, audience, area, onChange);
  const internal = asked !== "reason" && audience === "internal";
  return (
    <div className={`field-row wide comment-box ${internal ? "internal" : "public"}`}>
      <label htmlFor={id}>
        {internal ? <LockIcon /> : null} {name}
        {asked !== "optional" ? <span className="required">{t("field.required")}</span> : null}
      </label>
      <TemplateList id={list} templates={templates} />
      <Input.TextArea
        id={id}
        ref={(control) => {
          area.current = control?.resizableTextArea?.textArea ?? null;
        }}
        autoSize={{ minRows: 2, maxRows: 10 }}
        value={value}
        status={fault ? "error" : undefined}
        aria-invalid={fault ? true : undefined}
        aria-controls={templates.found.length > 0 ? list : undefined}
        aria-activedescendant={templates.found.length > 0 ? `${list}-${templates.at}` : undefined}
        placeholder={at ? t("compose.template_hint") : undefined}
        onBlur={templates.close}
        onKeyDown={templates.press}
        onChange={(event) => {
          onChange(event.target.value);
          templates.look(event.target);
        }}
      />
      {value === "" ? null : <Gaps templates={templates} />}
      <Length max={asked === "reason" ? limits.reason : limits.comment} text={value} />
      {fault ? (
        <div className="fault" role="alert">
          {fault}
        </div>
      ) : null}
    </div>
  );
}
