// The conditions of a series: by clicks as in a list, or as text where they say more than clicks can.
import { Button, Input, Popover } from "antd";
import { useEffect, useState } from "react";
import type { Process } from "../api/wire";
import { ConditionForm } from "../list/ConditionForm";
import { ConditionText } from "../list/ConditionText";
import { and, type Condition, kindOf, parse, toFilter } from "../list/condition";
import { CloseIcon, PlusIcon } from "../look/icon";
import { useText } from "../text/language";

interface ConditionsProps {
  process: Process;
  filter: string;
  /** What they are for, to whoever can't see where they stand. */
  name: string;
  onChange: (filter: string) => void;
}

export function Conditions({ process, filter, name, onChange }: ConditionsProps) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const conditions = parse(filter);
  if (!conditions) return <Typed {...{ filter, name, onChange }} />;
  const said = (one: Condition) => toFilter(one, kindOf(process, one.field));
  const set = (list: Condition[]) => onChange(and(...list.map(said)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn around them
    <div className="conditions" role="group" aria-label={name}>
      {conditions.map((condition, index) => (
        <span className="chip" key={said(condition)}>
          <ConditionText process={process} condition={condition} />
          <button
            type="button"
            aria-label={t("list.remove_condition")}
            onClick={() => set(conditions.filter((_, at) => at !== index))}
          >
            <CloseIcon />
          </button>
        </span>
      ))}
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        destroyOnHidden
        content={
          <ConditionForm
            process={process}
            onAdd={(condition) => {
              setOpen(false);
              set([...conditions, condition]);
            }}
          />
        }
      >
        <Button size="small" icon={<PlusIcon />}>
          {t("list.add_condition")}
        </Button>
      </Popover>
    </div>
  );
}

function Typed({ filter, name, onChange }: Omit<ConditionsProps, "process">) {
  const t = useText();
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  return (
    <div className="conditions">
      <Input.TextArea
        className="code"
        aria-label={name}
        autoSize={{ minRows: 1, maxRows: 6 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text.trim() !== filter && onChange(text.trim())}
      />
      <Button size="small" type="text" onClick={() => onChange("")}>
        {t("list.clear")}
      </Button>
    </div>
  );
}
