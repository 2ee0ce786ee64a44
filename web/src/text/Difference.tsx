// Two texts, line by line: what went, what came, what stayed; long stretches that stayed are folded.
import { useMemo, useState } from "react";
import { difference, folded, type Line, type Part } from "./compare";
import { useText } from "./language";

/** Fewer lines than this are not worth a fold. */
const WORTH = 3;

export function Difference({ before, after }: { before: string; after: string }) {
  const t = useText();
  const lines = useMemo(() => difference(before, after), [before, after]);
  const parts = useMemo(() => folded(lines), [lines]);
  const count = (side: Line["side"]) => lines.filter((line) => line.side === side).length;
  if (before === after) return <p className="quiet">{t("record.no_difference")}</p>;
  return (
    <>
      <p className="quiet figure">
        {t("record.difference_counts", { added: count("after"), removed: count("before") })}
      </p>
      <div className="difference">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part has no identity but its place
          <Stretch key={index} part={part} />
        ))}
      </div>
    </>
  );
}

function Stretch({ part: { isFolded, lines } }: { part: Part }) {
  const t = useText();
  const [open, setOpen] = useState(!isFolded || lines.length < WORTH);
  if (!open) {
    return (
      <button type="button" className="unchanged" onClick={() => setOpen(true)}>
        {t("record.unchanged_lines", { n: lines.length })}
      </button>
    );
  }
  // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
  return lines.map((line, index) => <LineText key={index} line={line} />);
}

const SIGN = { both: "", before: "−", after: "+" };
const TAG = { both: "div", before: "del", after: "ins" } as const;

function LineText({ line: { side, pieces } }: { line: Line }) {
  const Tag = TAG[side];
  return (
    <Tag className="line">
      <span className="line-sign" aria-hidden="true">
        {SIGN[side]}
      </span>
      <span className="line-text">
        {pieces.map(({ text, isMarked }, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no identity but its place
          isMarked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
      </span>
    </Tag>
  );
}
