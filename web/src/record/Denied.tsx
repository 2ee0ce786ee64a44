// What is offered and can't be done now: a button that says why.

import { Button, Popover } from "antd";
import type { Action } from "../api/wire";
import { useLabel } from "../text/language";

export function Denied({ action, isSmall }: { action: Action; isSmall?: boolean }) {
  const label = useLabel();
  const why = label(action.missing?.text);
  return (
    <Popover content={<span className="why">{why}</span>} trigger={["hover", "focus", "click"]}>
      <Button className="denied" size={isSmall ? "small" : "middle"} aria-disabled="true" aria-description={why}>
        {label(action.label)}
      </Button>
    </Popover>
  );
}
