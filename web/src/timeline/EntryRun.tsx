// Several small changes in a row as one line: how many, whose, from when to when; a click shows them.
import type { ReactNode } from "react";
import type { Entry } from "../api/wire";
import { useText } from "../text/language";
import { hour } from "../text/time";

export function EntryRun({ entries, children }: { entries: Entry[]; children: ReactNode }) {
  const t = useText();
  const names = [...new Set(entries.map((entry) => entry.actor?.title ?? t("record.system")))];
  const [first, last] = [hour(entries[0]?.at ?? ""), hour(entries.at(-1)?.at ?? "")];
  return (
    <li className="run">
      <details>
        <summary>
          <span>{t("timeline.small_changes", { n: entries.length })}</span>
          <span className="quiet">{names.slice(0, 3).join(t("timeline.and"))}</span>
          <span className="quiet figure">{first === last ? first : `${first}–${last}`}</span>
        </summary>
        <ol>{children}</ol>
      </details>
    </li>
  );
}
