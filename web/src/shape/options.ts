// The options of a choice as they are typed, one a line: `id = Chinese / English`.
import type { Label } from "../api/wire";

export interface TypedOption {
  id: string;
  label: Label;
}

const LINE = /^([a-z][a-z0-9_]*)\s*=\s*(.+?)\s*\/\s*(.+?)$/;

/** The options; or the first line that is none. */
export function optionsOf(text: string): TypedOption[] | { line: number } {
  const lines = text.split("\n").map((line) => line.trim());
  const found: TypedOption[] = [];
  for (const [index, line] of lines.entries()) {
    if (!line) continue;
    const [, id, zh, en] = LINE.exec(line) ?? [];
    if (!id || !zh || !en || found.some((option) => option.id === id)) return { line: index + 1 };
    found.push({ id, label: { zh, en } });
  }
  return found.length > 0 ? found : { line: 1 };
}
