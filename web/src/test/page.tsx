// The whole page at an address, over a server made of fixed answers.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { vi } from "vitest";
import { forgetSeen } from "../api/seen";
import { watchSession } from "../api/session";
import type { Language } from "../api/wire";
import { Look } from "../look/Look";
import { makeRouter } from "../router";
import { LanguageProvider } from "../text/language";
import * as world from "./world";

export interface Sent {
  method: string;
  path: string;
  headers: { [name: string]: string };
  body: unknown;
}

type Answer = unknown | ((sent: Sent) => unknown);
export type Answers = { [request: string]: Answer };

/** An answer other than 200. */
export class Status {
  constructor(
    readonly status: number,
    readonly body: object,
    readonly headers: { [name: string]: string } = {},
  ) {}
}

const STANDARD: Answers = {
  "GET /me": world.me,
  "GET /definitions": world.definitions,
  "GET /records": { items: [], next: null },
  "GET /approvals": { items: [], next: null },
  "GET /glossary": { items: [] },
  "GET /me/preferences": { items: {} },
  "GET /me/folders": { folders: [], todo: [], drafts: 0 },
  "GET /drafts": { items: [] },
  "GET /objectives": { items: [] },
  "GET /notices": { items: [], unread: 0 },
  "GET /records/report": { items: [world.record], next: null, total: 1 },
  "GET /records/report/REP0000001": world.record,
  "GET /records/report/REP0000001/history": { items: world.history, next: null },
  "GET /records/report/REP0000001/relations": { items: [] },
  "GET /records/report/REP0000001/attachments": { items: [] },
};

/** Opens the page at `url`; what it sends is kept in order. */
export function openPage(
  url: string,
  answers: Answers = {},
  language: Language = "en",
): { sent: Sent[]; queries: QueryClient } {
  // A page that is loaded remembers nothing.
  forgetSeen();
  const sent: Sent[] = [];
  const table = { ...STANDARD, ...answers };
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const [path = ""] = input.replace("/api/v1", "").split("?");
    const method = init.method ?? "GET";
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const request = { method, path: input, headers: init.headers as { [name: string]: string }, body };
    sent.push(request);
    const answer = table[`${method} ${path}`];
    const found = typeof answer === "function" ? await answer(request) : answer;
    if (found instanceof Response) return found;
    if (found instanceof Status) return Response.json(found.body, { status: found.status, headers: found.headers });
    return found === undefined
      ? Response.json({ title: `no answer for ${method} ${path}` }, { status: 404 })
      : Response.json(found);
  });
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: false } } });
  watchSession(queries);
  const router = makeRouter(queries, createMemoryHistory({ initialEntries: [url] }));
  render(
    <QueryClientProvider client={queries}>
      <LanguageProvider initial={language}>
        <Look>
          <RouterProvider router={router} />
        </Look>
      </LanguageProvider>
    </QueryClientProvider>,
  );
  return { sent, queries };
}
