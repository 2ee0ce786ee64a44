// Going to a line of a text, whether it is being written or read.

/** Brings a line of the text on the page into sight, and marks it; nothing if there is no text with lines. */
export function showLine(line: number) {
  const written = document.querySelector<HTMLTextAreaElement>("textarea[data-lines]");
  if (written) return selectLine(written, line);
  const read = document.querySelector<HTMLElement>(`.code-text [data-line="${line}"]`);
  read?.scrollIntoView({ block: "center" });
  read?.focus({ preventScroll: true });
}

function selectLine(place: HTMLTextAreaElement, line: number) {
  const lines = place.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const height = place.scrollHeight / lines.length;
  place.focus({ preventScroll: true });
  place.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  place.scrollTop = Math.max(0, (line - 1) * height - place.clientHeight / 2);
  place.scrollIntoView({ block: "nearest" });
}
