// The options of a choice as they are written, one a line: `id = 中文 / English`, read as the server reads them.
import type { Label } from "../api/wire";

export interface Option {
  id: string;
  label: Label;
}

interface Lines {
  /** What the lines that can be read name. */
  options: Option[];
  /** The first line that the server would refuse, from 1. */
  wrong?: number;
  /** The first line without English: its option is called the same in both. */
  inOne?: number;
}

const ID = /^[a-z][a-z0-9_]{0,59}$/;
const BETWEEN = " / ";

export function readOptions(text: string): Lines {
  const read: Lines = { options: [] };
  for (const [index, line] of text.split("\n").entries()) {
    if (!line.trim()) continue;
    const equals = line.indexOf("=");
    const id = line.slice(0, Math.max(equals, 0)).trim();
    const label = line.slice(equals + 1).trim();
    const between = label.indexOf(BETWEEN);
    if (!ID.test(id) || !label || read.options.some((option) => option.id === id)) {
      read.wrong ??= index + 1;
      continue;
    }
    if (between < 0) read.inOne ??= index + 1;
    const zh = between < 0 ? label : label.slice(0, between).trim();
    const en = between < 0 ? label : label.slice(between + BETWEEN.length).trim();
    read.options.push({ id, label: { zh, en } });
  }
  if (read.options.length === 0) read.wrong ??= 1;
  return read;
}

/** The options as lines. */
export const linesOf = (options: Option[]): string =>
  options
    .map(({ id, label }) => `${id} = ${label.zh}${label.en && label.en !== label.zh ? `${BETWEEN}${label.en}` : ""}`)
    .join("\n");
