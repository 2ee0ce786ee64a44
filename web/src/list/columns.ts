// Which columns a list has, in which order and how wide: the definition's, until somebody chooses their own.
import { usePreference } from "../api/preference";
import type { Process } from "../api/wire";
import { NUMBER, offered } from "./column";

export interface Columns {
  /** Without the number, which always stands first. */
  chosen: string[];
  widthOf: (column: string) => number;
  choose: (columns: string[]) => void;
  resize: (column: string, width: number) => void;
  /** Back to what the definition says; nothing if nobody has chosen. */
  reset: (() => void) | undefined;
}

interface Kept {
  columns?: unknown;
  widths?: unknown;
}

export const NARROWEST = 48;
export const WIDEST = 640;

export function useColumns(process: Process, widthOfUsual: (column: string) => number): Columns {
  const [found, keep] = usePreference(`list.${process.id}`);
  const kept = (typeof found === "object" && found !== null ? found : {}) as Kept;
  const known = offered(process);
  const own = Array.isArray(kept.columns)
    ? kept.columns.filter((one): one is string => typeof one === "string" && known.includes(one))
    : undefined;
  const widths = (typeof kept.widths === "object" && kept.widths !== null ? kept.widths : {}) as {
    [column: string]: unknown;
  };
  const chosen = own && own.length > 0 ? own : process.list.filter((column) => column !== NUMBER);
  return {
    chosen,
    widthOf: (column) => {
      const width = widths[column];
      return typeof width === "number" ? width : widthOfUsual(column);
    },
    choose: (columns) => keep({ columns, widths }),
    resize: (column, width) => keep({ columns: own, widths: { ...widths, [column]: width } }),
    reset: own || Object.keys(widths).length > 0 ? () => keep({}) : undefined,
  };
}
