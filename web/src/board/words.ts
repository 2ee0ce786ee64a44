// What a bar or point is in words: the group, how many, and what of them is counted apart.
import type { Label } from "../api/wire";
import type { TextOf } from "../text/language";
import { type Part, shareOf } from "./drawn";

type LabelOf = (label: Label | undefined) => string;

/** "38 of them within target (95%)". */
export const ofWhich = (part: { count: number; counted?: number }, word: string, t: TextOf) =>
  part.counted === undefined
    ? ""
    : t("board.of_which", { word, n: part.counted, share: shareOf(part.counted, part.count) });

/** The whole of it. */
export function inWords(group: string, part: Part, isSeveral: boolean, word: string, t: TextOf, label: LabelOf) {
  const kind = label(part.label);
  const what = isSeveral && kind ? t("board.series_of", { series: kind, group }) : group;
  return [t("board.said", { what, n: part.count }), ofWhich(part, word, t)].filter(Boolean).join(" · ");
}
