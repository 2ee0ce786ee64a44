// A text of code as it is written: monospaced, lines numbered and not wrapped. Tab indents; after Escape it moves on.
import { type KeyboardEvent, useId, useRef } from "react";
import { useText } from "../text/language";
import type { EditorProps } from "./registry";

const INDENT = "  ";
const ROWS = { least: 8, most: 26 };

interface CodeEditorProps extends EditorProps {
  /** The lines that something is wrong with. */
  faulty: Set<number>;
}

export function CodeEditor({ value, onChange, faulty, ...common }: CodeEditorProps) {
  const t = useText();
  const hint = useId();
  const gutter = useRef<HTMLDivElement>(null);
  const leaving = useRef(false);
  const lines = value.split("\n").length;
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape") leaving.current = true;
    if (event.key !== "Tab" || event.shiftKey || leaving.current) return;
    event.preventDefault();
    // The browser's own insertion, so that it can be undone; without it the text is put together here.
    if (document.execCommand?.("insertText", false, INDENT)) return;
    const { selectionStart, selectionEnd } = event.currentTarget;
    onChange(value.slice(0, selectionStart) + INDENT + value.slice(selectionEnd));
  };
  return (
    <div className="code-editor">
      <div className="code-box">
        <div className="gutter" ref={gutter} aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
            <div key={index} className={faulty.has(index + 1) ? "bad" : undefined}>
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          {...common}
          aria-describedby={[common["aria-describedby"], hint].filter(Boolean).join(" ")}
          data-lines=""
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          rows={Math.min(Math.max(lines + 1, ROWS.least), ROWS.most)}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={press}
          onFocus={() => {
            leaving.current = false;
          }}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      <p id={hint} className="unseen">
        {t("content.tab")}
      </p>
    </div>
  );
}
