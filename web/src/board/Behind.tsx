// A bar, point or figure as a link to the list behind it; without records, or where no filter can say which, it is none.
import { Link } from "@tanstack/react-router";
import type { CSSProperties, ReactNode } from "react";

interface BehindProps {
  process: string;
  count: number;
  filter: string | undefined;
  /** What it is, in words. */
  label?: string;
  /** Another link beside it leads there by keyboard. */
  isDouble?: boolean;
  className?: string;
  style?: CSSProperties;
  children?: ReactNode;
}

export function Behind({ process, count, filter, label, isDouble, className, style, children }: BehindProps) {
  if (count === 0 || !filter) {
    return (
      <span className={className} style={style} title={label}>
        {children}
      </span>
    );
  }
  return (
    <Link
      to="/records/$process"
      params={{ process }}
      search={{ view: "all", filter: filter === "true" ? undefined : filter }}
      className={className}
      style={style}
      aria-label={label}
      tabIndex={isDouble ? -1 : undefined}
      title={label}
    >
      {children}
    </Link>
  );
}
