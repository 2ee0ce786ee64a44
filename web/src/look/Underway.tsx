// How far something is that takes a while, and how to end it.
import { Button, Progress } from "antd";
import type { ReactNode } from "react";

interface UnderwayProps {
  className: string;
  /** Which share of it is done, from 0 to 1. */
  share: number;
  /** What it is the progress of. */
  label: string;
  /** How far it is, in words. */
  children: ReactNode;
  /** What ends it; nothing: it can't be ended. */
  end?: { word: string; isUnderway?: boolean; run: () => void } | undefined;
}

export function Underway({ className, share, label, children, end }: UnderwayProps) {
  return (
    <div role="status" className={className}>
      <Progress percent={Math.floor(share * 100)} size="small" status="active" aria-label={label} />
      <p className="quiet figure">{children}</p>
      {end ? (
        <Button size="small" disabled={end.isUnderway ?? false} onClick={end.run}>
          {end.word}
        </Button>
      ) : null}
    </div>
  );
}

/** How much of all is done; of nothing, nothing is. */
export const shareOf = (done: number, of: number) => (of > 0 ? done / of : 0);
