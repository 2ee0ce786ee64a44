// What a record came of and became: converted into another or merged into it, it goes on there; split, both go on.
import type { Entry, RelationLink } from "../api/wire";

/** Where a record goes on. */
export const isSuccessor = (link: RelationLink) => link.is_conversion && link.direction === "in";

/** What was split off a record. */
export const isSplitOff = (link: RelationLink) => link.is_split && link.direction === "in";

/** What a record came of: it was converted from it, split from it, or has it as a part. */
export const isOrigin = (link: RelationLink) => (link.is_conversion || link.is_split) && link.direction === "out";

/** What was merged into a record. */
export const isPart = (link: RelationLink, process: string) =>
  isOrigin(link) && link.is_conversion && link.record.process === process;

/** What a record came of, but for what leads to it already, each once: a circle that somebody has drawn ends there. */
export const originsOf = (links: RelationLink[], met: string[]) =>
  links
    .filter((link) => isOrigin(link) && !met.includes(link.record.number))
    .filter((link, at, all) => all.findIndex(({ record }) => record.number === link.record.number) === at);

/** Whether something that happened at an origin belongs to what came of it: what a record was split from goes on by itself. */
export const isCarried = (link: Pick<RelationLink, "is_split" | "from">, entry: Pick<Entry, "at">) =>
  !link.is_split || entry.at <= link.from;
