// Texts one under the other.

/** Those of the values that are texts with something in them, each on lines of its own. */
export const joined = (...texts: unknown[]) =>
  texts.filter((text) => typeof text === "string" && text !== "").join("\n");
