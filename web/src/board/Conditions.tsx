// The conditions of a series: by clicks as in a list, or as text where they say more than clicks can.
import { Button, Input } from "antd";
import { useEffect, useState } from "react";
import type { Process } from "../api/wire";
import { ConditionChips } from "../list/ConditionChips";
import { parse } from "../list/condition";
import { useText } from "../text/language";

interface ConditionsProps {
  process: Process;
  filter: string;
  /** What they are for, to whoever can't see where they stand. */
  name: string;
  onChange: (filter: string) => void;
}

export function Conditions({ process, filter, name, onChange }: ConditionsProps) {
  const conditions = parse(filter);
  if (!conditions) return <Typed {...{ filter, name, onChange }} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn around them
    <div className="conditions" role="group" aria-label={name}>
      <ConditionChips {...{ process, conditions, onChange }} />
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
