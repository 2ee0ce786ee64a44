// The build's check of the interface texts.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { compareTexts, readTexts } from "./texts.ts";

const folders: string[] = [];
const folder = (name: string, text: string) => {
  const made = mkdtempSync(join(tmpdir(), "yuheng-texts-"));
  folders.push(made);
  writeFileSync(join(made, name), text);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

it("a_text_without_a_language_or_with_other_holes_is_a_fault", () => {
  const { faults } = readTexts(folder("list.toml", 'a = { zh = "一" }\nb = { zh = "{n}", en = "n" }'));
  expect(faults).toEqual(["list.toml: `a` lacks en", "list.toml: `b` has other {holes} in zh than in en"]);
});

it("a_key_that_is_absent_or_idle_is_a_fault", () => {
  const { texts } = readTexts(folder("list.toml", 'used = { zh = "一", en = "1" }\nidle = { zh = "二", en = "2" }'));
  const faults = compareTexts(texts, folder("List.tsx", 't("list.used"); t("list.absent"); "other.thing";'));
  expect(faults.map((fault) => fault.replace(/^.*: /, ""))).toEqual([
    "no text `list.absent`",
    "nothing uses `list.idle`",
  ]);
});
