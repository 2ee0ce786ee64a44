// The program's description of its API, and whether the page's types were made from it.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const SCHEMA = resolve(import.meta.dirname, "../src/api/generated/schema.ts");

/** A digest that doesn't depend on the order of an object's members. */
export function digest(value) {
  const text = typeof value === "string" ? value : JSON.stringify(sorted(value));
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}

/** Fails when the page's types were made from another description, or edited by hand. */
export async function typesAreFresh(url) {
  const text = readFileSync(SCHEMA, "utf8");
  const head = /^.* description (\w+) types (\w+)\n/.exec(text);
  const description = digest(await (await fetch(`${url}/api/v1/openapi.json`)).json());
  const types = digest(text.slice(head?.[0].length ?? 0));
  if (head?.[1] !== description || head[2] !== types) {
    throw new Error("web/src/api/generated/schema.ts is stale: start the program, then tools/openapi makes it anew");
  }
}
