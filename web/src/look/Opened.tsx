// What a button opens over the page. Whoever opens it goes on in it by keys, and with Esc back to the button.
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

interface OpenedProps {
  label: string;
  className?: string;
  onLeave: () => void;
  children: ReactNode;
}

export function Opened({ label, className = "", onLeave, children }: OpenedProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onLeave();
  };
  return (
    <div
      ref={place}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={`opened ${className}`.trim()}
      onKeyDown={press}
    >
      {children}
    </div>
  );
}
