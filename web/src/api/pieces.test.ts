// A file that comes in pieces and is taken back on its way.
import { expect, it } from "vitest";
import { wholeFile } from "./pieces";

it("a_file_that_is_taken_back_fails_once_and_leaves_nothing_unhandled", async () => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", hear);
  try {
    const stop = new AbortController();
    // As a body does whose request is taken back: it breaks.
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (stream) => stop.signal.addEventListener("abort", () => stream.error(new Error("taken back"))),
    });
    const file = wholeFile(body, () => undefined, stop.signal);
    stop.abort();
    await expect(file).rejects.toBeTruthy();
    await new Promise((done) => setTimeout(done, 20));
    expect(unhandled).toEqual([]);
  } finally {
    process.off("unhandledRejection", hear);
  }
});
