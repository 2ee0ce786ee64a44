// Forms: conditions as the page follows them, questions, options.
import { describe, expect, test } from "vitest";
import type { TableRow } from "../api/wire";
import { linesOf, readOptions } from "../field/options";
import { readCondition, written } from "./clicked";
import { asked, unanswered } from "./question";

const FORM: TableRow[] = [
  { question: "kind", zh: "类型", kind: "choice", options: "site = 站点 / Site\nperson = 个人", required: true },
  { question: "peers", zh: "数量", kind: "integer", required: true, when: 'answers.kind == "site"' },
  { question: "many", zh: "为什么这么多", kind: "text", when: "answers.peers > 10" },
];

const ids = (answers: { [question: string]: string | number }) => asked(FORM, answers).map(({ id }) => id);

describe("conditions", () => {
  test("made by clicks are read back", () => {
    const clicked = { question: "kind", is: false, value: "site" };
    expect(readCondition(written(clicked))).toEqual(clicked);
    expect(readCondition("answers.on == true")).toEqual({ question: "on", is: true, value: true });
    expect(readCondition("answers.a == 'x' && answers.b")).toBe(undefined);
  });
});

describe("questions", () => {
  test("are asked where earlier answers say so", () => {
    expect(ids({})).toEqual(["kind"]);
    expect(ids({ kind: "site" })).toEqual(["kind", "peers"]);
    expect(ids({ kind: "site", peers: "12" })).toEqual(["kind", "peers", "many"]);
    // What is hidden answers nothing for those below it.
    expect(ids({ kind: "person", peers: 12 })).toEqual(["kind"]);
  });
  test("that must be answered are named", () => {
    expect(unanswered(FORM, { kind: "site" }).map(({ id }) => id)).toEqual(["peers"]);
  });
  test("have options in both languages", () => {
    const { options } = readOptions("site = 站点 / Site\nperson = 个人");
    expect(options[1]?.label).toEqual({ zh: "个人", en: "个人" });
    // A process, unlike a form, calls every option in both.
    expect(readOptions("a = 甲 / A\n\nb = 乙").inOne).toBe(3);
    expect(linesOf(options)).toBe("site = 站点 / Site\nperson = 个人");
  });
});
