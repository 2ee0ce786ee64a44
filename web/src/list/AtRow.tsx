// Who has the record of a row open now: small initials over the end of its title, so that nothing moves when somebody comes.
import type { Present } from "../api/wire";
import { EditIcon } from "../look/icon";
import { useText } from "../text/language";
import "./atRow.css";

/** So many are shown; of more their number is. */
const SHOWN = 2;

/** The letters for a person: a Chinese name by its given name's last character, another by its first letters. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  if (/^[\u3400-\u9fff]+$/.test(name.trim())) return name.trim().slice(-1);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.slice(0, 1).toUpperCase()).join("");
}

export function AtRow({ others }: { others: Present[] }) {
  const t = useText();
  const said = others
    .map(({ person, is_writing }) =>
      t(is_writing ? "presence.at_writing" : "presence.at_looking", { name: person.title }),
    )
    .join(t("presence.and"));
  return (
    <span className="at-row" role="img" aria-label={said} title={said}>
      {others.slice(0, SHOWN).map(({ person, is_writing }) => (
        <i key={person.id} className={is_writing ? "writing" : undefined}>
          {is_writing ? <EditIcon /> : null}
          {initialsOf(person.title)}
        </i>
      ))}
      {others.length > SHOWN ? <i>+{others.length - SHOWN}</i> : null}
    </span>
  );
}
