// By what a list is grouped: nothing, a field, or a time by its day, week or month.
import { Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import type { Process } from "../api/wire";
import { CheckIcon, GroupIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";
import { groupFields, groupTimes, STRETCH, useGroupingLabel } from "./group";

interface GroupPickerProps {
  process: Process;
  group: string | undefined;
  onGroup: (group: string | undefined) => void;
}

/** What stands for no grouping. */
const NONE = "-";

export function GroupPicker({ process, group, onGroup }: GroupPickerProps) {
  const t = useText();
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
    ...groupFields(process).map((field) => item(field, labelOf(field))),
    { type: "divider" },
    ...groupTimes(process).map(({ by, stretches }) => ({
      key: `times:${by}`,
      label: labelOf(by),
      icon: <span className="mark" />,
      children: stretches.map((stretch) => item(`${by}:${stretch}`, t(STRETCH[stretch] ?? stretch))),
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
