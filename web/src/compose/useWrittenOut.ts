// Finds those whose names are written out after an `@` and were chosen from no list, so that they hear of it all the same.
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { ofContent, useDefinitions } from "../api/definitions";
import { candidatesQuery } from "../api/records";
import { beginnings, unchosen, writtenOut } from "./mention";

/** How many words after an `@` are looked up: a log that was pasted in addresses nobody. */
const MOST = 10;

interface WrittenOut {
  /** What is written after an `@` and is nobody's name: nobody will hear of it. */
  nobody: string[];
  /** The numbers of those who are written out, when all has been looked for. */
  find: () => Promise<{ [name: string]: string }>;
}

export function useWrittenOut(text: string, names: { [name: string]: string }): WrittenOut {
  const client = useQueryClient();
  const { processes } = useDefinitions();
  const own = ofContent(processes, "person").map(({ id }) => ({ process: id }));
  const written = own.length > 0 ? unchosen(text, names).slice(0, MOST) : [];
  const sought = [...new Set(written.flatMap(beginnings))];
  const found = useQueries({ queries: sought.map((q) => candidatesQuery(own, q)) });
  const known = found.flatMap(({ data }) => data ?? []);
  const isLooked = found.every(({ isSuccess }) => isSuccess);
  return {
    nobody: isLooked ? written.filter((after) => !writtenOut(after, known)).map(firstWord) : [],
    find: async () => {
      const pages = await Promise.all(sought.map((q) => client.fetchQuery(candidatesQuery(own, q))));
      const people = written.flatMap((after) => writtenOut(after, pages.flat()) ?? []);
      return Object.fromEntries(people.map(({ title, number }) => [title, number]));
    },
  };
}

/** What is shown of it. */
const firstWord = (after: string) => `@${/^[^\s，。；：、！？,;:!?()（）]+/.exec(after)?.[0] ?? after}`;
