// Runs of small changes: what nobody has to read line by line stands folded as one line.
import type { Entry } from "../api/wire";
import { day } from "../text/time";

/** How many small changes in a row are worth folding. */
const ENOUGH = 3;

/** Entries that stand together: one by itself, or a run of small ones. */
export type Stretch = { first: Entry; rest: Entry[]; day: string };

/** Whether an entry says nothing, moves nothing, decides nothing, and is nothing that was refused. */
export function isSmall(entry: Entry): boolean {
  const speaks = entry.comment || entry.approval || entry.vote || entry.reason;
  const moves = entry.action === "created" || (entry.to && entry.to !== entry.from);
  const breaks = entry.clocks?.some((clock) => clock.event === "breached") || entry.action === "breached";
  return !speaks && !moves && !breaks && entry.action !== "refused";
}

/** The entries in order, cut by day; small ones that follow each other on one day are one stretch. */
export function stretches(entries: Entry[]): Stretch[] {
  const found: Stretch[] = [];
  let run: Entry[] = [];
  const close = () => {
    const [first, ...rest] = run;
    if (first && run.length >= ENOUGH) found.push({ first, rest, day: day(first.at) });
    else for (const entry of run) found.push({ first: entry, rest: [], day: day(entry.at) });
    run = [];
  };
  for (const entry of entries) {
    if (run[0] && (!isSmall(entry) || day(run[0].at) !== day(entry.at))) close();
    if (isSmall(entry)) run.push(entry);
    else found.push({ first: entry, rest: [], day: day(entry.at) });
  }
  close();
  return found;
}
