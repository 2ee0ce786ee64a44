// What is done to a board while it is edited: kept in this tab until it is saved, step by step so that each can be undone, with
// the version that it was begun on.
import { useRef, useState } from "react";
import { useMe } from "../api/account";
import { useKept } from "../api/kept";
import type { YuhengRecord } from "../api/wire";
import { type EditedBoard, editedOf } from "./edited";

interface Kept {
  version: number;
  /** What it was begun on. */
  base: EditedBoard;
  board: EditedBoard;
  /** What it was before each step, the last one last. */
  past: EditedBoard[];
}

/** How many steps can be undone. */
const MOST = 30;

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

export function useEdited(keeper: string, record: YuhengRecord | undefined) {
  const writer = useMe().data?.id ?? "";
  const [begun] = useState<Kept>(() => {
    const board = editedOf(record?.fields ?? {});
    return { version: record?.version ?? 0, base: board, board, past: [] };
  });
  const place = `board.${keeper}.${record?.number ?? "new"}`;
  const { value, change, forget } = useKept<Kept>(writer, place, () => begun);
  const [isBack] = useState(() => !same(value.board, begun.board));
  // Letters typed into one control are one step.
  const last = useRef<string>(undefined);
  const write = (next: EditedBoard, at?: string) => {
    const isOneStep = at !== undefined && at === last.current;
    last.current = at;
    change((before) => ({
      ...before,
      board: next,
      past: isOneStep ? before.past : [...before.past, before.board].slice(-MOST),
    }));
  };
  const undo = () => {
    last.current = undefined;
    change((before) => ({ ...before, board: before.past.at(-1) ?? before.board, past: before.past.slice(0, -1) }));
  };
  return {
    board: value.board,
    base: value.base,
    version: value.version,
    isChanged: !same(value.board, value.base),
    /** It was left unsaved and is gone on with. */
    isBack,
    /** Somebody has saved it otherwise since. */
    isOvertaken: isBack && !same(value.base, begun.base),
    canUndo: value.past.length > 0,
    write,
    undo,
    forget,
  };
}

export type Edited = ReturnType<typeof useEdited>;
