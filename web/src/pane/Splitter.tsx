// The line between two panes: dragged, or moved by the arrow keys; a double click puts it back.
import { type KeyboardEvent, type PointerEvent, useRef } from "react";

const STEP = 16;

interface SplitterProps {
  label: string;
  /** The width of the pane that it sizes. */
  width: number;
  range: Range;
  /** Whether that pane stands before or after the line. */
  sizes: "before" | "after";
  onChange: (width: number) => void;
}

export interface Range {
  least: number;
  most: number;
  usual: number;
}

/** The nearest width that a pane may have. */
export const within = ({ least, most }: Range, width: number) => Math.min(Math.max(Math.round(width), least), most);

export function Splitter({ label, width, range, sizes, onChange }: SplitterProps) {
  const from = useRef<{ x: number; width: number }>(undefined);
  const outward = sizes === "before" ? 1 : -1;
  const go = (to: number) => onChange(within(range, to));
  const press = (event: KeyboardEvent) => {
    const steps: { [key: string]: number } = {
      ArrowLeft: width - STEP * outward,
      ArrowRight: width + STEP * outward,
      Home: range.least,
      End: range.most,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  const take = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const drag = (event: PointerEvent) => {
    if (from.current) go(from.current.width + (event.clientX - from.current.x) * outward);
  };
  const leave = () => {
    from.current = undefined;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that is moved is no thematic break
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={range.least}
      aria-valuemax={range.most}
      onKeyDown={press}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={leave}
      onPointerCancel={leave}
      onDoubleClick={() => go(range.usual)}
    />
  );
}
