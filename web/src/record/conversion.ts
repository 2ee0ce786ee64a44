// What a record came of and became: converted into another, it goes on there.
import type { RelationLink } from "../api/wire";

/** What a record was converted into. */
export const isSuccessor = (link: RelationLink) => link.is_conversion && link.direction === "in";

/** What a record was converted from. */
export const isOrigin = (link: RelationLink) => link.is_conversion && link.direction === "out";

/** What a record came of, but for what leads to it already: a circle that somebody has drawn ends there. */
export const originsOf = (links: RelationLink[], met: string[]) =>
  links.filter((link) => isOrigin(link) && !met.includes(link.record.number));
