// Which columns a list has, in which order and how wide: the definition's, until somebody chooses their own.
import { usePreference } from "../api/preference";
import type { SavedView } from "../api/views";
import type { Process } from "../api/wire";
import { NUMBER, offered } from "./column";

export interface Columns {
  /** Without the number, which always stands first. */
  chosen: string[];
  widthOf: (column: string) => number;
  choose: (columns: string[]) => void;
  resize: (column: string, width: number) => void;
  /** Whether they are others than the list has by itself. */
  isChanged: boolean;
  /** They are what the list has by itself from now on. */
  settle: () => void;
  /** Back to what the definition says; nothing if nobody has chosen. */
  reset: (() => void) | undefined;
}

interface Kept {
  columns?: unknown;
  widths?: unknown;
}

export const NARROWEST = 48;
export const WIDEST = 640;

/** With a saved view, its columns until somebody chooses others for themselves. */
export function useColumns(process: Process, widthOfUsual: (column: string) => number, view?: SavedView): Columns {
  const [found, keep] = usePreference(view ? `view.${view.number.toLowerCase()}` : `list.${process.id}`);
  const kept = (typeof found === "object" && found !== null ? found : {}) as Kept;
  const known = offered(process);
  const usual = view?.columns?.filter((column) => known.includes(column)) ?? [];
  const own = Array.isArray(kept.columns)
    ? kept.columns.filter((one): one is string => typeof one === "string" && known.includes(one))
    : undefined;
  const widths = (typeof kept.widths === "object" && kept.widths !== null ? kept.widths : {}) as {
    [column: string]: unknown;
  };
  const others = usual.length > 0 ? usual : process.list.filter((column) => column !== NUMBER);
  const chosen = own && own.length > 0 ? own : others;
  return {
    chosen,
    isChanged: chosen.join() !== others.join(),
    widthOf: (column) => {
      const width = widths[column];
      return typeof width === "number" ? width : widthOfUsual(column);
    },
    choose: (columns) => keep({ columns, widths }),
    resize: (column, width) => keep({ columns: own, widths: { ...widths, [column]: width } }),
    settle: () => keep({ widths }),
    reset: own || Object.keys(widths).length > 0 ? () => keep({}) : undefined,
  };
}
