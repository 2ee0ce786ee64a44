// How long a text is against how long it may be: shown near the limit, a fault beyond it. Nothing is cut off.
import type { Field } from "../api/wire";
import { useText } from "../text/language";
import { lengthOf } from "./value";

/** From which share of the limit on the length is worth telling. */
const NEAR = 0.9;

export function Length({ field, text }: { field: Field; text: string }) {
  const t = useText();
  const max = field.max ?? undefined;
  const n = lengthOf(field, text);
  if (max === undefined || n < max * NEAR) return null;
  return n > max ? (
    <div className="fault" role="alert">
      {t("field.too_long", { max, over: n - max })}
    </div>
  ) : (
    <div className="help figure">{t("field.length", { n, max })}</div>
  );
}
