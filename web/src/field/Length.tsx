// How long a text is against how long it may be, shown near the limit and beyond it. It warns and holds nothing up: what is
// too long the server refuses. Nothing is cut off.
import { useText } from "../text/language";
import { lengthOf } from "./value";

/** From which share of the limit on the length is worth telling. */
const NEAR = 0.9;

export function Length({ max, text }: { max: number | null | undefined; text: string }) {
  const t = useText();
  // Most texts are so far from any limit that their characters need not be told apart.
  if (typeof max !== "number" || text.length < max * NEAR) return null;
  const n = lengthOf(text);
  if (n < max * NEAR) return null;
  return (
    <div className={n > max ? "length over figure" : "length figure"} role={n > max ? "status" : undefined}>
      {n > max ? t("field.too_long", { n, max, over: n - max }) : t("field.length", { n, max })}
    </div>
  );
}
