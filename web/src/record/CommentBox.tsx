// What is said with a step: who will read it stands above it.
import { Input } from "antd";
import { useId } from "react";
import { useDefinitions } from "../api/definitions";
import type { Action, Audience, YuhengRecord } from "../api/wire";
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
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
}

export function CommentBox({ asked, audience, record, value, fault, onChange }: CommentBoxProps) {
  const t = useText();
  const id = useId();
  const { limits } = useDefinitions();
  const name = useCommentName(asked, audience, record);
  const internal = asked !== "reason" && audience === "internal";
  return (
    <div className={`field-row wide comment-box ${internal ? "internal" : "public"}`}>
      <label htmlFor={id}>
        {internal ? <LockIcon /> : null} {name}
        {asked !== "optional" ? <span className="required">{t("field.required")}</span> : null}
      </label>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 2, maxRows: 10 }}
        value={value}
        status={fault ? "error" : undefined}
        aria-invalid={fault ? true : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <Length max={asked === "reason" ? limits.reason : limits.comment} text={value} />
      {fault ? (
        <div className="fault" role="alert">
          {fault}
        </div>
      ) : null}
    </div>
  );
}
