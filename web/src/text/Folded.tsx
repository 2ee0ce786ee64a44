// A long text folded to its beginning, so that what stands below it is in reach. On paper it stands whole.
import { Button } from "antd";
import { type ReactNode, useId, useState } from "react";
import { useText } from "./language";

/** How much is worth a fold, in widths of a Latin letter (a Chinese one is as wide as two), and in lines. */
const WIDE = 2400;
const TALL = 20;

/** Whether a text is so long that it pushes away what stands below it. */
export function isWorthAFold(text: string): boolean {
  if (text.length <= TALL) return false;
  return text.split("\n").length > TALL || text.length + (text.match(/[\u1100-\uffff]/g)?.length ?? 0) > WIDE;
}

/** Shows `children`, which is `text` as it is read; folded where that is long. */
export function Folded({ text, children }: { text: string; children: ReactNode }) {
  const t = useText();
  const id = useId();
  const [open, setOpen] = useState(false);
  if (!isWorthAFold(text)) return children;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: whoever gets by keys to a link that is folded away sees it */}
      <div id={id} className={open ? "long-text" : "long-text folded"} onFocus={() => setOpen(true)}>
        {children}
      </div>
      <Button
        type="link"
        size="small"
        className="unfold unprinted"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {t(open ? "text.fold" : "text.unfold")}
      </Button>
    </>
  );
}
