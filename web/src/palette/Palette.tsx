// The palette: one box over all that can be done here and all that one can go to. The focus stays in the box; the arrows, or the
// pointer, go through the list below it.
//
// Customers have none. The portal asks one question at a time and has six pages; what a palette would hold (steps, lists, the
// organisation's people) is not theirs to see, and a box with nothing behind it would be in the way.
import { Input, type InputRef } from "antd";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useMe } from "../api/account";
import { keepChosen } from "../api/chosen";
import { Dialog } from "../look/Dialog";
import { SearchIcon } from "../look/icon";
import { Keys } from "../look/Keys";
import { useText } from "../text/language";
import type { Entry, EntryGroup } from "./entry";
import { Option } from "./Option";
import type { Scope } from "./offer";
import "./palette.css";
import { useEntries } from "./useEntries";

interface PaletteProps {
  scope: Scope;
  onClose: () => void;
}

export function Palette({ scope, onClose }: PaletteProps) {
  const t = useText();
  const title = typeof scope === "string" ? t("palette.title") : t("palette.title_of", { number: scope.record });
  return (
    <Dialog open rootClassName="palette" title={title} footer={null} closable={false} width={640} onCancel={onClose}>
      <Box scope={scope} onClose={onClose} />
    </Dialog>
  );
}

/** Whether a key belongs to the words that an input method is making; Safari says so only by the key's code. */
const isComposing = ({ nativeEvent }: KeyboardEvent) => nativeEvent.isComposing || nativeEvent.keyCode === 229;

/** How many entries a key goes on by. */
function stepOf(event: KeyboardEvent): number {
  const key = event.ctrlKey ? `Ctrl+${event.key.toLowerCase()}` : event.key;
  return { ArrowDown: 1, ArrowUp: -1, "Ctrl+n": 1, "Ctrl+p": -1, PageDown: 8, PageUp: -8 }[key] ?? 0;
}

function Box({ scope, onClose }: PaletteProps) {
  const t = useText();
  const id = useId();
  const person = useMe().data?.id ?? "";
  const box = useRef<InputRef>(null);
  const [text, setText] = useState("");
  const [moved, setMoved] = useState<string>();
  const { groups, isLooking } = useEntries(text, scope);
  const entries = groups.flatMap((group) => group.entries);
  // As soon as the dialog stands in the document, which is after it is first drawn: what is typed next is typed here.
  useLayoutEffect(() => queueMicrotask(() => box.current?.focus({ preventScroll: true })), []);
  // Until somebody moves, the best stands out, whatever else comes.
  const at = Math.max(
    0,
    entries.findIndex((entry) => entry.id === moved),
  );
  const current = entries[at];
  const choose = (entry: Entry | undefined) => {
    if (!entry?.run) return;
    if (entry.chosen) keepChosen(person, entry.chosen);
    // What it opens takes the focus from where it was before the palette came.
    flushSync(onClose);
    entry.run();
  };
  const move = (step: number) => {
    const next = Math.abs(step) === 1 ? (at + step + entries.length) % entries.length : at + step;
    setMoved(entries[Math.min(Math.max(next, 0), entries.length - 1)]?.id);
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const step = stepOf(event);
    if (step) move(step);
    else if (event.key === "Enter") choose(current);
    else if (event.key === "Escape") onClose();
    else if (event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
  };
  const ask = typeof scope === "string" ? t("palette.ask") : t("palette.ask_of", { number: scope.record });
  return (
    <div className="palette-box">
      <Input
        ref={box}
        variant="borderless"
        size="large"
        prefix={<SearchIcon />}
        role="combobox"
        aria-expanded={entries.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        aria-autocomplete="list"
        aria-label={ask}
        placeholder={ask}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMoved(undefined);
        }}
        onKeyDown={press}
      />
      <List id={id} groups={groups} current={current} onPoint={setMoved} onChoose={choose} />
      <p className="palette-none quiet" role="status">
        {entries.length > 0 ? <span className="unseen">{t("palette.count", { n: entries.length })}</span> : null}
        {entries.length === 0 ? t(isLooking ? "palette.looking" : "palette.none") : null}
      </p>
      <Hints />
    </div>
  );
}

interface ListProps {
  id: string;
  groups: EntryGroup[];
  current: Entry | undefined;
  onPoint: (id: string) => void;
  onChoose: (entry: Entry) => void;
}

function List({ id, groups, current, onPoint, onChoose }: ListProps) {
  const t = useText();
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whichever stands out is in sight
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current?.id]);
  return (
    <div ref={list} id={`${id}-list`} className="palette-list" role="listbox" aria-label={t("palette.title")}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of a listbox
        <div key={group.id} role="group" aria-labelledby={`${id}-group-${group.id}`}>
          <h3 id={`${id}-group-${group.id}`} role="presentation">
            {group.title}
          </h3>
          {group.entries.map((entry) => (
            <Option
              key={entry.id}
              id={`${id}-${entry.id}`}
              entry={entry}
              isCurrent={entry.id === current?.id}
              onPoint={() => onPoint(entry.id)}
              onChoose={() => onChoose(entry)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function Hints() {
  const t = useText();
  return (
    <p className="palette-hints" aria-hidden="true">
      <Keys of="↑" />
      <Keys of="↓" />
      <span>{t("palette.hint_move")}</span>
      <Keys of="Enter" />
      <span>{t("palette.hint_take")}</span>
      <Keys of="Escape" />
      <span>{t("palette.hint_close")}</span>
    </p>
  );
}
