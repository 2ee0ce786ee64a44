// Starts the real program with the demo company on a free port, and ends it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = process.env.YUHENG_PROGRAM ?? resolve(import.meta.dirname, "../../target/debug/yuheng");

/** A running program: its address, and how to end it. */
export async function startProgram(database) {
  const data = mkdtempSync(join(tmpdir(), "yuheng-journey-"));
  const store = database ? ["--database", database] : [];
  const child = spawn(PROGRAM, ["serve", "--demo=company", "--data", data, "--listen", "127.0.0.1:0", ...store], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const url = await Promise.race([
    addressOf(child),
    ended.then((code) => Promise.reject(new Error(`it ended: ${code}`))),
  ]);
  return { url, stop };
}

async function addressOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /Yuheng is at (http:\S+)/.exec(line);
    if (found) {
      child.stdout.resume();
      return found[1];
    }
  }
  return new Promise(() => undefined);
}
