// Measures in the page itself how long something takes: from the event by which it was asked for to the frame in which it is
// seen. What stands here runs in the page.

/**
 * Puts `waiting` into the page: `begin(sign)` before the event, `done` is the milliseconds; `bare()` is the milliseconds in
 * which the browser alone paints the whole main part that is then seen. After it the page is to be read anew.
 */
export function install() {
  /** After how many milliseconds nothing is waited for any more. */
  const LONGEST = 20_000;
  /** How high a row is, in pixels. */
  const ROW = 28;
  /** The numbers of the rows in sight, as soon as none of them is a gap. */
  const rows = () => {
    const list = document.querySelector(".list-body .scroll[aria-busy=false]");
    if (!list) return undefined;
    const { left, top, bottom } = list.getBoundingClientRect();
    const numbers = [];
    for (let y = top + 1.5 * ROW; y < bottom - ROW; y += ROW) {
      const row = document.elementFromPoint(left + 40, y)?.closest("tr");
      if (row?.matches(".gap")) return undefined;
      numbers.push(row?.cells[0].textContent);
    }
    return numbers.join();
  };
  const signs = {
    rows,
    length: () => document.querySelector(".list-body .scroll")?.scrollHeight,
    standing: () => document.querySelector("tr.at td")?.textContent,
    preview: () => document.querySelector("aside.preview h2")?.textContent,
    record: () => document.querySelector(".record-head h1")?.textContent,
  };
  const begin = (name) => {
    const before = signs[name]();
    const began = performance.now();
    let since;
    const note = (event) => {
      since ??= event.timeStamp;
    };
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      addEventListener(kind, note, { capture: true, once: true, passive: true });
    }
    window.waiting.done = new Promise((resolve, reject) => {
      const look = () => {
        const now = signs[name]();
        if (performance.now() - began > LONGEST) return reject(new Error(`${name}: nothing changed`));
        if (since === undefined || !now || now === before) return requestAnimationFrame(look);
        // The frame that shows it is done when the task after it runs.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - since)));
      };
      requestAnimationFrame(look);
    });
  };
  // What stands in the page's main part, taken as text and painted anew by the browser alone.
  const bare = () =>
    new Promise((resolve) => {
      const main = document.querySelector("main");
      const text = main.innerHTML;
      requestAnimationFrame(() => {
        const since = performance.now();
        main.innerHTML = text;
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - since)));
      });
    });
  window.waiting = { begin, bare, done: undefined };
}
