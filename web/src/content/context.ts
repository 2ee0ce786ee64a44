// What the records of a page are to the engine, by the key `content` of their definition; controls below ask for it.
import { createContext, useContext } from "react";
import type { Field } from "../api/wire";
import { CONTENT, type ContentParts } from "./registry";

export const ContentContext = createContext<string | null | undefined>(undefined);

/** The parts that the page has for these records beside the general ones. */
export function useContentParts(): ContentParts {
  return CONTENT[useContext(ContentContext) ?? ""] ?? {};
}

/** How a field of these records is written and read, where that differs from others of its kind. */
export function useFieldParts(field: Field | undefined) {
  const { fields } = useContentParts();
  return field ? fields?.[field.id] : undefined;
}
