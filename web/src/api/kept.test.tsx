// What is entered is kept: over a reload, emptied values as empty, and without a storage for as long as the page stands.
import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { forgetKept, keptAt, useKept } from "./kept";

const nothing = (): { values: { [field: string]: string | undefined } } => ({ values: { impact: "low" } });
const open = (shelf: "tab" | "browser" = "tab") => renderHook(() => useKept("me", "step", nothing, shelf));

it("what_was_emptied_is_empty_when_it_is_taken_up_again_and_does_not_come_back", () => {
  const first = open("browser");
  act(() => first.result.current.change((before) => ({ values: { ...before.values, impact: undefined } })));
  first.unmount();
  expect(open("browser").result.current.value.values).toEqual({ impact: null });
});

it("what_is_as_it_began_or_forgotten_is_not_kept", () => {
  const { result } = open();
  act(() => result.current.change(() => ({ values: { impact: "high" } })));
  expect(keptAt("me", "step")).toEqual({ values: { impact: "high" } });
  act(() => result.current.change(nothing));
  expect(keptAt("me", "step")).toBeUndefined();
  act(() => result.current.change(() => ({ values: {} })));
  act(() => result.current.forget());
  expect(keptAt("me", "step")).toBeUndefined();
});

it("a_storage_that_is_full_loses_nothing_while_the_page_stands_and_brings_nothing_older_back", () => {
  const inside = new Map([["yuheng.unsent.me.step", JSON.stringify({ values: { impact: "older" } })]]);
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => inside.get(name) ?? null,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
    removeItem: (name: string) => inside.delete(name),
  });
  const first = open();
  expect(first.result.current.value.values).toEqual({ impact: "older" });
  act(() => first.result.current.change(() => ({ values: { impact: "newer" } })));
  expect(inside.size).toBe(0);
  first.unmount();
  expect(open().result.current.value.values).toEqual({ impact: "newer" });
  forgetKept();
  expect(open().result.current.value.values).toEqual({ impact: "low" });
});
