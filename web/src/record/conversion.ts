// What a record came of and became: converted into another, it goes on there.
import type { RelationLink } from "../api/wire";

/** What a record was converted into. */
export const isSuccessor = (link: RelationLink) => link.is_conversion && link.direction === "in";

/** What a record was converted from. */
export const isOrigin = (link: RelationLink) => link.is_conversion && link.direction === "out";
