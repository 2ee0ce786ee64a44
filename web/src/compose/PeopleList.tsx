// The people who can be addressed, while a name is being typed: the arrows choose, Enter takes.
import type { ListedRecord } from "../api/wire";
import { isReference } from "../field/value";
import { useText } from "../text/language";

interface PeopleListProps {
  id: string;
  people: ListedRecord[];
  at: number;
  onTake: (person: ListedRecord) => void;
}

export function PeopleList({ id, people, at, onTake }: PeopleListProps) {
  const t = useText();
  if (people.length === 0) return null;
  return (
    <div id={id} className="people-list" role="listbox" aria-label={t("compose.people")}>
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys stand on the text that is being written
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(person)}
        >
          {person.title}
          {isReference(person.fields.department) ? (
            <span className="quiet"> {person.fields.department.title}</span>
          ) : null}
        </div>
      ))}
    </div>
  );
}
