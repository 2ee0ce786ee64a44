// A key, or several that are pressed together, as they stand on the keyboard of whoever reads it.

const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const NAMES: { [key: string]: string } = { " ": "Space", Escape: "Esc", ...(IS_APPLE ? { Ctrl: "⌘" } : {}) };

export function Keys({ of }: { of: string }) {
  return of.split("+").map((key) => <kbd key={key}>{NAMES[key] ?? key}</kbd>);
}
