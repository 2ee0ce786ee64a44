// Follows a record, or follows it no longer.
import { Button } from "antd";
import { useWatch } from "../api/folder";
import type { YuhengRecord } from "../api/wire";
import { StarIcon, StarredIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";

/** Following a record: whether one does, and changing that. */
export function useFollowing(record: YuhengRecord): [boolean, () => void] {
  const watch = useWatch(record.process, record.number);
  const watched = watch.isPending ? watch.variables : record.watched === true;
  const change = () => watch.mutate(!watched);
  const word = watched ? "palette.unwatch" : "folder.watch";
  useOffers([{ id: "watch", kind: "act", about: { record: record.number }, label: inBoth(word), run: change }]);
  return [watched, change];
}

export function WatchButton({ record }: { record: YuhengRecord }) {
  const t = useText();
  const [watched, change] = useFollowing(record);
  return (
    <Button
      type="text"
      size="small"
      className="print"
      icon={watched ? <StarredIcon /> : <StarIcon />}
      aria-pressed={watched}
      onClick={change}
    >
      {watched ? t("folder.unwatch") : t("folder.watch")}
    </Button>
  );
}
