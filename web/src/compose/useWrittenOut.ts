// Finds those whose names are written out after an `@` and were chosen from no list, so that they hear of it all the same.
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ofContent, useDefinitions } from "../api/definitions";
import { candidatesQuery } from "../api/records";
import { useSettled } from "../text/settled";
import { beginnings, unchosen, writtenOut } from "./mention";

/** How many words after an `@` are looked up: a log that was pasted in addresses nobody. */
const MOST = 10;
/** How long after the last key a name counts as written out, in milliseconds. */
const PAUSE = 400;

type Names = { [name: string]: string };

interface WrittenOut {
  /** What is written after an `@` and is nobody's name: nobody will hear of it. */
  nobody: string[];
  /** What could not be looked up, as its writer has been told. */
  unknown: string[];
  /** The numbers of those who are written out, when all has been looked for; none if that failed and its writer is now told.
   * Whoever goes on all the same gets what is known. */
  find: () => Promise<Names | undefined>;
}

export function useWrittenOut(text: string, names: Names): WrittenOut {
  const client = useQueryClient();
  const { processes } = useDefinitions();
  const own = ofContent(processes, "person").map(({ id }) => ({ process: id }));
  const writtenIn = (part: string) => (own.length > 0 ? unchosen(part, names).slice(0, MOST) : []);
  const soughtFor = (written: string[]) => [...new Set(written.flatMap(beginnings))];
  const settled = useSettled(text, PAUSE);
  const written = writtenIn(settled);
  const found = useQueries({ queries: soughtFor(written).map((q) => candidatesQuery(own, q)) });
  const known = found.flatMap(({ data }) => data ?? []);
  const isLooked = settled === text && found.every(({ isSuccess }) => isSuccess);
  const [failed, setFailed] = useState<string>();
  const isTold = failed === text;
  const find = async () => {
    const now = writtenIn(text);
    const asked = soughtFor(now).map((q) => client.fetchQuery(candidatesQuery(own, q)));
    const pages = await Promise.allSettled(asked);
    if (!isTold && pages.some(({ status }) => status === "rejected")) {
      setFailed(text);
      return undefined;
    }
    const people = pages.flatMap((page) => (page.status === "fulfilled" ? page.value : []));
    const meant = now.flatMap((after) => writtenOut(after, people) ?? []);
    return Object.fromEntries(meant.map(({ title, number }) => [title, number]));
  };
  return {
    nobody: isLooked ? written.filter((after) => !writtenOut(after, known)).map(firstWord) : [],
    unknown: isTold
      ? writtenIn(text)
          .filter((after) => !writtenOut(after, known))
          .map(firstWord)
      : [],
    find,
  };
}

/** What is shown of it. */
const firstWord = (after: string) => `@${/^[^\s，。；：、！？,;:!?()（）]+/.exec(after)?.[0] ?? after}`;
