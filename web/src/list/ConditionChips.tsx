// Conditions side by side, each with the way to take it out, and one more to add.
import { Button, Popover } from "antd";
import { useState } from "react";
import type { Process } from "../api/wire";
import { CloseIcon, PlusIcon } from "../look/icon";
import { useText } from "../text/language";
import { ConditionForm } from "./ConditionForm";
import { ConditionText } from "./ConditionText";
import { and, type Condition, kindOf, toFilter } from "./condition";

interface ConditionChipsProps {
  process: Process;
  conditions: Condition[];
  /** Given the filter that they make together. */
  onChange: (filter: string) => void;
  /** Whether the form of a new one stands open, where somebody else opens it too. */
  opened?: [boolean, (isOpen: boolean) => void];
}

export function ConditionChips({ process, conditions, onChange, opened }: ConditionChipsProps) {
  const t = useText();
  const own = useState(false);
  const [isOpen, setOpen] = opened ?? own;
  const said = (one: Condition) => toFilter(one, kindOf(process, one.field));
  const set = (list: Condition[]) => onChange(and(...list.map(said)));
  const add = (condition: Condition) => {
    setOpen(false);
    set([...conditions, condition]);
  };
  return (
    <>
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
        content={<ConditionForm process={process} onAdd={add} />}
      >
        <Button size="small" type="text" icon={<PlusIcon />}>
          {t("list.add_condition")}
        </Button>
      </Popover>
    </>
  );
}
