// "+ New": the processes in which one may open a record, work before standing content.

import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { openedByForm, useDefinitions } from "../api/definitions";
import { PlusIcon } from "../look/icon";
import { useNarrow } from "../look/Look";
import { useLabel, useText } from "../text/language";

export function CreateMenu() {
  const t = useText();
  const label = useLabel();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const { groups, processes } = useDefinitions();
  const open = (process: string) => navigate({ to: "/records/$process/new", params: { process } });
  const offered = openedByForm(processes);
  const [only] = offered;
  if (!only) return null;
  const button = (
    <Button
      id="create-menu"
      type="primary"
      icon={<PlusIcon />}
      aria-label={t("frame.create")}
      onClick={offered.length === 1 ? () => open(only.id) : undefined}
    >
      {narrow ? null : t("frame.create")}
    </Button>
  );
  if (offered.length === 1) return button;
  const items = groups
    .map((group) => ({
      key: `group:${group.id}`,
      type: "group" as const,
      label: label(group.label),
      children: offered
        .filter((process) => process.group === group.id)
        .map((process) => ({ key: process.id, label: label(process.label) })),
    }))
    .filter((group) => group.children.length > 0);
  return (
    <Dropdown menu={{ items, className: "create-menu", onClick: ({ key }) => open(key) }} trigger={["click"]}>
      {button}
    </Dropdown>
  );
}
