// Starts the real program with the demo company on a free port, and ends it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = process.env.YUHENG_PROGRAM ?? resolve(import.meta.dirname, "../../target/debug/yuheng");

/** The moment at which the demo's year ends in pictures, so that two of one page can be laid side by side. */
export const NOW = "2026-11-20T16:30:00+08:00";

/** A running program with the demo company: its address, and how to end it. */
export function startProgram(database) {
  return start(["--demo=company", ...(database ? ["--database", database] : [])]);
}

/** A running program with the demo's year, whose clock stands at its end. */
export function startYear() {
  return start(["--demo", "--as-of", NOW, "--simulated-clock", NOW]);
}

async function start(given) {
  const data = mkdtempSync(join(tmpdir(), "yuheng-journey-"));
  const child = spawn(PROGRAM, ["serve", "--data", data, "--listen", "127.0.0.1:0", ...given], {
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

/** A running program on an empty store: its address, the one-time link for the first administrator, and how to end it. */
export async function startEmpty() {
  const data = mkdtempSync(join(tmpdir(), "yuheng-founding-"));
  const child = spawn(PROGRAM, ["serve", "--data", data, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const link = await Promise.race([
    said(child, /(http:\S+\/link\/\S+)/),
    ended.then((code) => Promise.reject(new Error(`it ended: ${code}`))),
  ]);
  return { url: new URL(link).origin, link, stop };
}

const addressOf = (child) => said(child, /Yuheng is at (http:\S+)/);

/** What the program says, as soon as it says it. */
async function said(child, sought) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = sought.exec(line);
    if (found) {
      child.stdout.resume();
      return found[1];
    }
  }
  return new Promise(() => undefined);
}
