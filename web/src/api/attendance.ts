// Whether somebody is at the page. What it reads again by itself must not keep a session from running out.

/** How long after the last key, click or touch somebody still counts as there, in milliseconds. */
const ATTENDED = 60_000;
const SIGNS = ["keydown", "pointerdown", "wheel", "touchstart"] as const;

let last = Date.now();
for (const sign of SIGNS) {
  window.addEventListener(sign, () => (last = Date.now()), { capture: true, passive: true });
}

/** How long somebody who does nothing may still be reading. */
const READING = 600_000;

/** Whether somebody is likely to be before the page still: has done something within ten minutes. */
export function isNear(now: number = Date.now()): boolean {
  return now - last < READING;
}

/** Whether a person has done something within the last minute. */
export function isAttended(now: number = Date.now()): boolean {
  return now - last < ATTENDED;
}
