// A link to a record that costs no more than its element: a long list draws hundreds of them at a time.
import { useRouter } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, MouseEvent } from "react";

interface RecordAnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  process: string;
  number: string;
  /** What the address says beside the record, from its `?` on. */
  query?: string;
}

export function RecordAnchor({ process, number, query = "", ...rest }: RecordAnchorProps) {
  const router = useRouter();
  const href = `/records/${process}/${encodeURIComponent(number)}${query}`;
  const go = (event: MouseEvent) => {
    // With another button or a key held, the browser does what people know from other links.
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(href);
  };
  return <a {...rest} href={href} onClick={go} />;
}
