// One line of the palette: what it is, what tells it from others, its state, its key.
import type { ComponentType } from "react";
import { ActIcon, EditIcon, ForwardIcon, ListIcon, PlusIcon, RecordIcon, SearchIcon, UserIcon } from "../look/icon";
import { Keys } from "../look/Keys";
import { RecordState } from "../look/State";
import type { Entry } from "./entry";

const ICON: { [kind in Entry["kind"]]: ComponentType } = {
  step: ForwardIcon,
  act: ActIcon,
  key: ActIcon,
  field: EditIcon,
  view: ListIcon,
  create: PlusIcon,
  page: ListIcon,
  folder: ListIcon,
  somebody: UserIcon,
  record: RecordIcon,
  search: SearchIcon,
};

interface OptionProps {
  id: string;
  entry: Entry;
  isCurrent: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

export function Option({ id, entry, isCurrent, onPoint, onChoose }: OptionProps) {
  const Icon = ICON[entry.kind];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys stand on the box
    <div
      id={id}
      role="option"
      tabIndex={-1}
      className="palette-option"
      aria-selected={isCurrent}
      aria-disabled={entry.run ? undefined : true}
      // The focus stays in the box. What moves under a pointer that lies still is not pointed at.
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={isCurrent ? undefined : onPoint}
      onClick={onChoose}
    >
      <Icon />
      {entry.number ? <span className="number">{entry.number}</span> : null}
      <span className="palette-text">{entry.text}</span>
      {entry.detail ? <span className="quiet palette-detail">{entry.detail}</span> : null}
      {entry.why ? <span className="quiet palette-why">{entry.why}</span> : null}
      {entry.state ? <RecordState {...entry.state} /> : null}
      {entry.keys ? (
        <span className="palette-keys" aria-hidden="true">
          <Keys of={entry.keys} />
        </span>
      ) : null}
    </div>
  );
}
