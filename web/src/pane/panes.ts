// How wide the panes of the work view are and whether the list is shown, as each person left it.
import { usePreference } from "../api/preference";
import { type Range, within } from "./Splitter";

export const LIST: Range = { least: 200, most: 520, usual: 272 };
export const CONTEXT: Range = { least: 240, most: 560, usual: 312 };

interface Panes {
  list: number;
  context: number;
  hidden: boolean;
}

export function usePanes(): [Panes, (changes: Partial<Panes>) => void] {
  const [kept, keep] = usePreference("panes");
  const { list, context, hidden } = (typeof kept === "object" && kept !== null ? kept : {}) as Partial<Panes>;
  const panes = {
    list: within(LIST, typeof list === "number" ? list : LIST.usual),
    context: within(CONTEXT, typeof context === "number" ? context : CONTEXT.usual),
    hidden: hidden === true,
  };
  return [panes, (changes) => keep({ ...panes, ...changes })];
}
