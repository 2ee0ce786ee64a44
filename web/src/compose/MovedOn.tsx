// What came while somebody was writing, shown above the button that sends: it warns and holds nothing up.
import type { Entry, Process } from "../api/wire";
import { useText } from "../text/language";
import { withNames } from "../text/mentions";
import { hour } from "../text/time";
import { useDeed } from "../timeline/deed";

/** What others have said or moved since an entry. */
export function cameSince(entries: Entry[], since: number | undefined, mine: string): Entry[] {
  if (since === undefined) return [];
  const counts = (entry: Entry) => entry.comment || (entry.to && entry.to !== entry.from) || entry.vote;
  return entries.filter((entry) => entry.n > since && entry.actor?.id !== mine && counts(entry));
}

const MOST = 3;
const BEGINNING = 60;

export function MovedOn({ process, entries }: { process: Process; entries: Entry[] }) {
  const t = useText();
  const deed = useDeed(process);
  if (entries.length === 0) return null;
  return (
    <div className="moved-on" role="status">
      <strong>{t("compose.moved_on", { n: entries.length })}</strong>
      <ul className="plain">
        {entries.slice(-MOST).map((entry) => (
          <li key={entry.n}>
            {entry.actor?.title ?? t("record.system")} {deed(entry)} {hour(entry.at)}
            {entry.comment?.body ? (
              <q>{withNames(entry.comment.body, entry.comment.mentioned).slice(0, BEGINNING)}</q>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
