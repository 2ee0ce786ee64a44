// Words for a customer that still have gaps are refused until their writer says that they go out so.
import type { Problem } from "../api/wire";

export const tellsOfGaps = ({ fields }: Pick<Problem, "fields">) =>
  fields?.some(({ code }) => code === "gaps") ?? false;
