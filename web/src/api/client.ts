// The one place that speaks HTTP: headers, problems, idempotency keys, versions.
import { isAttended } from "./attendance";
import { eyes, lookThrough, saidOfEyes } from "./eyes";
import type { Language, Problem } from "./wire";

const ROOT = "/api/v1";
let language: Language = "zh";
let hear: (isAnswered: boolean) => void = () => undefined;

/** Sets the language in which the server words its problems. */
export function setApiLanguage(chosen: Language) {
  language = chosen;
}

/** Tells `hearing` of each request whether anybody answered it. */
export function hearAnswers(hearing: typeof hear) {
  hear = hearing;
}

/** What the server refused, with its problem document. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "Refusal";
  }

  get status() {
    return this.problem.status;
  }

  /** Whether the same, sent again, would be refused again: not so without an answer, signed out, or in a busy moment. */
  get isFinal() {
    return this.status >= 400 && this.status < 500 && this.status !== 401 && this.status !== 429;
  }

  /** The message at a field, if the problem names it. */
  at(field: string): string | undefined {
    return this.problem.fields?.find((fault) => fault.field === field)?.message;
  }
}

export interface Write {
  method?: "POST" | "PATCH" | "DELETE" | "PUT";
  body?: unknown;
  /** The version that the change was made on. */
  version?: number;
  /** The same key for the same intent, so that a retry does nothing twice. */
  key?: string;
  /** It is sent to its end even if the page goes. */
  outlives?: boolean;
  /** Whoever asked may not want to know any more. */
  signal?: AbortSignal;
  /** It is one's own, through whoever's eyes one looks. */
  isOwn?: boolean;
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) {
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }
  throw new Refusal(await problemOf(response));
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const problem = { ...((await response.json()) as Problem), status: response.status };
    // Whoever looked through another's eyes is oneself again.
    if (problem.type?.endsWith("/viewing-over")) lookThrough(undefined, eyes()?.from ?? "/");
    return problem;
  } catch {
    return { title: response.statusText || `HTTP ${response.status}`, status: response.status };
  }
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(ROOT + path, { credentials: "same-origin", ...init });
    // What a gateway says in the server's place is no answer of its.
    if (response.status < 500) hear(true);
    return response;
  } catch {
    // Who takes a request back has not been left without an answer.
    if (!isTakenBack(init.signal)) hear(false);
    throw new Refusal({ title: "offline", status: 0 });
  }
}

/** Whoever asked doesn't want to know any more; a time that ran out is another matter. */
const isTakenBack = (signal: AbortSignal | null | undefined) =>
  signal?.aborted === true && signal.reason?.name !== "TimeoutError";

/** In which language it is to be answered; through whose eyes one looks; and that nobody is at the page, so that what it does by itself
 * keeps no session. */
function saidOfItself(): Record<string, string> {
  const unattended: Record<string, string> = isAttended() ? {} : { "X-Yuheng-Unattended": "1" };
  return { "Accept-Language": language, ...saidOfEyes(), ...unattended };
}

/** Reads. */
export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  const headers = { Accept: "application/json", ...saidOfItself() };
  return answer<T>(await send(path, { signal, headers }));
}

/** Reads a file as the text that it is. */
export async function readText(path: string, signal?: AbortSignal): Promise<string> {
  const response = await send(path, { signal, headers: saidOfEyes() });
  if (!response.ok) throw new Refusal(await problemOf(response));
  return response.text();
}

export interface FileRequest {
  /** What the file is made from; nothing: it is only read. */
  body?: unknown;
  signal?: AbortSignal;
}

/** Has a file made, in the page's language; `take` makes of its bytes what is wanted, as they come. */
export async function readFile(
  path: string,
  { body, signal }: FileRequest = {},
  take: (body: ReadableStream<Uint8Array<ArrayBuffer>>) => Promise<Blob> = (bytes) => new Response(bytes).blob(),
): Promise<Blob> {
  const headers = { "X-Yuheng": "1", "Content-Type": "application/json", ...saidOfItself() };
  const asked = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await send(path, { signal: signal ?? null, headers, ...asked });
  if (!response.ok) throw new Refusal(await problemOf(response));
  try {
    return await take(response.body ?? new Blob().stream());
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (!isTakenBack(signal)) hear(false);
    throw new Refusal({ title: "offline", status: 0 });
  }
}

/** Writes JSON. */
export async function write<T>(
  path: string,
  { method = "POST", body, version, key, outlives = false, signal, isOwn = false }: Write = {},
): Promise<T> {
  const headers: Record<string, string> = { "X-Yuheng": "1", ...saidOfItself() };
  if (isOwn) delete headers["X-Yuheng-Viewing"];
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  headers["Idempotency-Key"] = key ?? newKey();
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const response = await send(path, { method, headers, body: sent, keepalive: outlives, signal: signal ?? null });
  const written = await answer<T>(response);
  if (response.headers.get("Idempotent-Replayed") && written instanceof Object) before.add(written);
  return written;
}

/** Answers to what had been done before, under the same key. */
const before = new WeakSet<object>();

/** Whether a write had been done before, and was answered with how things stand now. */
export const wasDoneBefore = (written: unknown) => written instanceof Object && before.has(written);

export interface Upload {
  key?: string | undefined;
  told: (share: number) => void;
}

/** Sends a file as it is, telling which share of it has gone. `fetch` can't tell. */
export function upload<T>(path: string, file: File, { key, told }: Upload): Promise<T> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", ROOT + path);
    request.setRequestHeader("Accept-Language", language);
    request.setRequestHeader("X-Yuheng", "1");
    for (const [name, value] of Object.entries(saidOfEyes())) request.setRequestHeader(name, value);
    if (key) request.setRequestHeader("Idempotency-Key", key);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
    request.onerror = () => {
      hear(false);
      fail(new Refusal({ title: "offline", status: 0 }));
    };
    request.onload = () => {
      const { status, statusText, responseText } = request;
      answer<T>(new Response(responseText || null, { status, statusText })).then(done, fail);
    };
    request.send(file);
  });
}

/** A key for one intent to write. `randomUUID` needs a secure context, which plain HTTP on an intranet is not. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A path with its query, empty values left out. */
export function withQuery(
  path: string,
  query: { [name: string]: string | number | boolean | null | undefined },
): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false)
    .map(([name, value]) => `${name}=${encodeURIComponent(value === true ? "1" : String(value))}`);
  return parts.length > 0 ? `${path}?${parts.join("&")}` : path;
}

/** The address of something the browser fetches itself: an export, an attachment. */
export function address(path: string): string {
  return ROOT + path;
}
