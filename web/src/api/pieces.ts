// A file that comes piece by piece, each behind a line that says how far it is: read as it comes, so that one sees it come.
import { Refusal } from "./client";
import type { Problem } from "./wire";

/** How far a file is: how many records are written, of how many. */
export interface Progress {
  rows: number;
  of: number;
  /** It ends because it holds no more, and says so in its last row. */
  isCut?: boolean;
}

type Line = Progress & { is_cut?: boolean; bytes: number; is_last: boolean; problem?: Problem };

const NEW_LINE = 10;

/** Reads lines and pieces. */
class Pieces {
  readonly parts: BlobPart[] = [];
  isWhole = false;
  private line: number[] = [];
  private left = 0;

  constructor(private readonly told: (progress: Progress) => void) {}

  take(bytes: Uint8Array<ArrayBuffer>) {
    let at = 0;
    while (at < bytes.length) at = this.left > 0 ? this.piece(bytes, at) : this.head(bytes, at);
  }

  private piece(bytes: Uint8Array<ArrayBuffer>, at: number): number {
    const end = Math.min(bytes.length, at + this.left);
    this.parts.push(bytes.slice(at, end));
    this.left -= end - at;
    return end;
  }

  private head(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(NEW_LINE, at);
    this.line.push(...bytes.subarray(at, end < 0 ? undefined : end));
    if (end < 0) return bytes.length;
    const line = JSON.parse(new TextDecoder().decode(new Uint8Array(this.line))) as Line;
    this.line = [];
    if (line.problem) throw new Refusal(line.problem);
    this.left = line.bytes;
    this.isWhole = line.is_last;
    this.told({ rows: line.rows, of: line.of, ...(line.is_cut ? { isCut: true } : {}) });
    return end + 1;
  }

  get isEnded() {
    return this.isWhole && this.left === 0;
  }
}

/** The file, when all of it has come. */
export async function wholeFile(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  told: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<Blob> {
  const pieces = new Pieces(told);
  const reader = body.getReader();
  // A body that is broken by then fails in reading; to be taken back, too, tells nobody more.
  signal?.addEventListener("abort", () => void reader.cancel().catch(() => undefined), { once: true });
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.take(next.value);
  if (!pieces.isEnded) throw new Refusal({ title: "offline", status: 0 });
  return new Blob(pieces.parts);
}
