// What forms make of what is chosen in them.
import { expect, it } from "vitest";
import type { Written } from "../api/shape";
import { addField, addGrant, addState, idFrom, setColumn, tighten } from "./patch";

const label = { zh: "甲", en: "A" };
const shape: Written = {
  label,
  purpose: label,
  lifetime: "work",
  prefix: "REP",
  owner: "desk",
  list: ["title", "state"],
  fields: {},
  states: {},
  transitions: { finish: { label, from: ["open"], to: "done", by: ["desk", "head"], requires: ["solution"] } },
  clocks: { answer: { label, runs_in: ["open"], pauses_in: ["held"] } },
};

it("an_id_is_made_from_the_english_name", () => {
  expect(idFrom("Site visit (planned)")).toBe("site_visit_planned");
  expect(idFrom("2nd floor")).toBe("nd_floor");
  expect(idFrom("上门")).toBe("");
});

it("a_field_that_is_a_column_comes_after_the_columns_that_there_are", () => {
  const given = { id: "site", label, type: "reference", options: [], to: ["site"], isRequired: false };
  const marks = { isIndexed: true, isInternal: false, isColumn: true };
  expect(addField("report", shape, { ...given, ...marks })).toEqual({
    process: {
      report: {
        fields: { site: { label, type: "reference", to: ["site"], indexed: true } },
        list: ["title", "state", "site"],
      },
    },
  });
});

it("a_column_is_shown_once", () => {
  expect(setColumn("report", shape, "title", true)).toEqual({ process: { report: { list: ["state", "title"] } } });
  expect(setColumn("report", shape, "title", false)).toEqual({ process: { report: { list: ["state"] } } });
});

it("a_state_comes_with_the_ways_through_it_and_what_its_clocks_do", () => {
  const way = { label, by: ["desk"] };
  const patch = addState("report", shape, {
    id: "visit",
    label,
    kind: "open",
    enter: { ...way, states: ["open"] },
    leave: { ...way, states: ["done"] },
    clocks: { answer: "pauses" },
  });
  expect(patch).toEqual({
    process: {
      report: {
        states: { visit: { label, kind: "open" } },
        transitions: {
          to_visit: { label, from: ["open"], to: "visit", by: ["desk"] },
          from_visit: { label, from: ["visit"], to: "done", by: ["desk"] },
        },
        clocks: { answer: { pauses_in: ["held", "visit"] } },
      },
    },
  });
});

it("only_what_is_tighter_is_written", () => {
  const given = {
    by: ["head"],
    requires: ["solution", "cause"],
    notSameAs: [],
    comment: undefined,
    approval: undefined,
  };
  expect(tighten("report", shape, "finish", given)).toEqual({
    process: { report: { transitions: { finish: { by: ["head"], requires: ["solution", "cause"] } } } },
  });
});

it("a_grant_comes_after_those_of_the_overlay", () => {
  const first = { roles: ["desk"], actions: ["view"] };
  const overlay = { process: { report: { grants: [first] } } };
  const second = { roles: ["head"], actions: ["update"] };
  expect(addGrant("report", overlay, second)).toEqual({ process: { report: { grants: [first, second] } } });
});
