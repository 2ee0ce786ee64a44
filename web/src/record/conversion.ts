// What a record became: converted into another, it goes on there.
import type { RelationLink } from "../api/wire";

/** What a record was converted into. */
export const isSuccessor = (link: RelationLink) => link.is_conversion && link.direction === "in";
