// The chips that choose what the timeline shows, each with how much there is of it.
import { Segmented } from "antd";
import type { Entry } from "../api/wire";
import { useText } from "../text/language";
import { KINDS, type Kind, tally } from "./kind";

const WORDS: { [kind in Kind]: string } = {
  all: "timeline.all",
  talk: "timeline.talk",
  changes: "timeline.changes",
  approvals: "timeline.approvals",
  clocks: "timeline.clocks",
};

interface FilterProps {
  entries: Entry[];
  /** How much was said before, on the record that this one was converted from. */
  earlier: number;
  /** Whether there are entries that have not been read yet: then the counts are not all. */
  goesOn: boolean;
  kind: Kind;
  onChoose: (kind: Kind) => void;
}

export function Filter({ entries, earlier, goesOn, kind, onChoose }: FilterProps) {
  const t = useText();
  const counts = tally(entries, earlier);
  return (
    <Segmented
      size="small"
      aria-label={t("timeline.shown")}
      value={kind}
      options={KINDS.map((one) => ({
        value: one,
        label: (
          <span>
            {t(WORDS[one])} <span className="count">{goesOn ? `${counts[one]}+` : counts[one]}</span>
          </span>
        ),
      }))}
      onChange={onChoose}
    />
  );
}
