// By what a list is grouped: nothing, a field, or a time by its day, week or month.
import { Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import type { Process } from "../api/wire";
import { CheckIcon, GroupIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";
import { useColumnLabel } from "./column";
import { groupFields, groupTimes, STRETCH, STRETCHES, useGroupingLabel } from "./group";

interface GroupPickerProps {
  process: Process;
  group: string | undefined;
  onGroup: (group: string | undefined) => void;
}

/** What stands for no grouping. */
const NONE = "-";

export function GroupPicker({ process, group, onGroup }: GroupPickerProps) {
  const t = useText();
  const label = useColumnLabel(process);
  const labelOf = useGroupingLabel(process);
  const [open, setOpen] = useState(false);
  useOffers([{ id: "group", kind: "act", about: "list", label: inBoth("list.group_by"), run: () => setOpen(true) }]);
  const item = (key: string, text: string) => ({
    key,
    label: text,
    icon: <span className="mark">{key === (group ?? NONE) ? <CheckIcon /> : null}</span>,
  });
  const items: MenuProps["items"] = [
    item(NONE, t("list.group_none")),
    { type: "divider" },
    ...groupFields(process).map((field) => item(field, label(field))),
    { type: "divider" },
    ...groupTimes(process).map((time) => ({
      key: `times:${time}`,
      label: label(time),
      icon: <span className="mark" />,
      children: STRETCHES.map((stretch) => item(`${time}:${stretch}`, t(STRETCH[stretch]))),
    })),
  ];
  return (
    <Dropdown
      trigger={["click"]}
      open={open}
      onOpenChange={setOpen}
      placement="bottomRight"
      classNames={{ root: "group-menu" }}
      menu={{ items, selectedKeys: [], onClick: ({ key }) => onGroup(key === NONE ? undefined : key) }}
    >
      <Button size="small" className={group ? "group-button chosen" : "group-button"} icon={<GroupIcon />}>
        {group ? labelOf(group) : t("list.group")}
      </Button>
    </Dropdown>
  );
}
