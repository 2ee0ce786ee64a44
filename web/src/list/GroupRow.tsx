// The heading of a group of a list: what it is called, how many it has, folded or not.
import { memo } from "react";
import type { ListGroup } from "../api/wire";
import { UpIcon } from "../look/icon";
import { useText } from "../text/language";
import { useGroupLabel } from "./group";
import "./group.css";

interface GroupRowProps {
  group: ListGroup;
  columns: number;
  isFolded: boolean;
  onFold: (id: string) => void;
}

export const GroupRow = memo(function GroupRow({ group, columns, isFolded, onFold }: GroupRowProps) {
  const t = useText();
  const labelOf = useGroupLabel();
  return (
    <tr className={isFolded ? "group folded" : "group"}>
      <th colSpan={columns} scope="rowgroup">
        <button type="button" aria-expanded={!isFolded} onClick={() => onFold(group.id)}>
          <UpIcon className="fold" />
          <span className="title">{labelOf(group)}</span>
          <span className="count quiet">{t("list.total", { n: group.count })}</span>
        </button>
      </th>
    </tr>
  );
});
