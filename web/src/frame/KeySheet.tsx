// The sheet of keys, opened by `?`: those of what one is on, then those of every page, as they are offered now.

import { Dialog } from "../look/Dialog";
import { Keys } from "../look/Keys";
import { type Offer, useOffered } from "../palette/offer";
import { useLabel, useText } from "../text/language";

export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog open={open} onCancel={onClose} footer={null} title={t("frame.keys")} width={420}>
      <Sheet />
    </Dialog>
  );
}

interface Line {
  what: Offer["label"];
  keys: string[];
  why: Offer["why"];
}

/** What does the same, as the next and the one before, stands in one line with all its keys. */
function linesOf(offers: Offer[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { label, key, why } of offers) {
    if (!key) continue;
    const keys = [...new Set([...(lines.get(label.zh)?.keys ?? []), key])];
    lines.set(label.zh, { what: label, keys, why });
  }
  return [...lines.values()];
}

function Sheet() {
  const t = useText();
  const offered = useOffered();
  const parts = [
    { title: t("palette.here"), lines: linesOf(offered.filter((offer) => offer.about)) },
    { title: t("palette.everywhere"), lines: linesOf(offered.filter((offer) => !offer.about)) },
  ];
  return parts
    .filter((part) => part.lines.length > 0)
    .map((part) => (
      <section key={part.title} className="key-sheet">
        <h3>{part.title}</h3>
        <dl>
          {part.lines.map((line) => (
            <KeyLine key={line.what.zh} line={line} />
          ))}
        </dl>
      </section>
    ));
}

function KeyLine({ line: { what, keys, why } }: { line: Line }) {
  const label = useLabel();
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <Keys key={key} of={key} />
        ))}
      </dt>
      <dd>
        {label(what)}
        {why ? <span className="quiet"> {label(why)}</span> : null}
      </dd>
    </div>
  );
}
