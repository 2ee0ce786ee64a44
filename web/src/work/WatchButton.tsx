// Follows a record, or follows it no longer.
import { Button } from "antd";
import { useWatch } from "../api/folder";
import type { YuhengRecord } from "../api/wire";
import { StarIcon, StarredIcon } from "../look/icon";
import { useText } from "../text/language";

export function WatchButton({ record }: { record: YuhengRecord }) {
  const t = useText();
  const watch = useWatch(record.process, record.number);
  const watched = watch.isPending ? watch.variables : record.watched === true;
  return (
    <Button
      type="text"
      size="small"
      className="print"
      icon={watched ? <StarredIcon /> : <StarIcon />}
      aria-pressed={watched}
      onClick={() => watch.mutate(!watched)}
    >
      {watched ? t("folder.unwatch") : t("folder.watch")}
    </Button>
  );
}
