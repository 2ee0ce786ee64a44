// Who else has the record open and who is writing there: a line that lies over an edge, so that nothing moves when somebody comes.
import type { Present as Other } from "../api/wire";
import { EditIcon, EyeIcon } from "../look/icon";
import { type TextOf, useText } from "../text/language";

/** So many are named; of more their number is told. */
const NAMED = 3;

function names(t: TextOf, others: Other[]): string {
  const named = others.slice(0, NAMED).map((other) => other.person.title);
  const list = named.join(t("presence.and"));
  return others.length > NAMED ? t("presence.more", { names: list, n: others.length }) : list;
}

interface PresentProps {
  others: Other[];
}

/** At the record's head: everybody. It is read out when it changes. */
export function Present({ others }: PresentProps) {
  const t = useText();
  const writing = others.filter((other) => other.is_writing);
  const looking = others.filter((other) => !other.is_writing);
  return (
    <p className="present at-head" role="status">
      {writing.length > 0 ? (
        <span className="writing">
          <EditIcon /> {t("presence.writing", { names: names(t, writing) })}
        </span>
      ) : null}
      {looking.length > 0 ? (
        <span>
          <EyeIcon /> {t("presence.here", { names: names(t, looking) })}
        </span>
      ) : null}
    </p>
  );
}

/** Where one writes oneself: those who write, too. The head has read it out. */
export function Writing({ others }: PresentProps) {
  const t = useText();
  const writing = others.filter((other) => other.is_writing);
  if (writing.length === 0) return null;
  return (
    <p className="present at-composer">
      <span className="writing">
        <EditIcon /> {t("presence.writing", { names: names(t, writing) })}
      </span>
    </p>
  );
}
