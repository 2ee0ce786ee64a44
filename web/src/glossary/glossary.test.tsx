// Terms in texts and the page that explains them.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { GlossaryTerm } from "../api/wire";
import { openPage } from "../test/page";
import { cut } from "./match";

const term = (id: string, zh: string, en: string, more: Partial<GlossaryTerm> = {}): GlossaryTerm => ({
  id,
  label: { zh, en },
  meaning: { zh: `${zh}的意思`, en: `What ${en} means` },
  see: [],
  used: [],
  ...more,
});
const terms = [
  term("service", "服务", "Service"),
  term("service_request", "服务请求", "Service request", { see: ["service"] }),
  term("incident", "事件", "Incident", { used: [{ process: "report", label: { zh: "报告", en: "Report" } }] }),
];
const words = (text: string, language: "zh" | "en") =>
  cut(text, terms, language).map((part) => (typeof part === "string" ? part : `[${part.term.id}:${part.text}]`));

it("the_longest_term_is_found_and_each_but_once", () => {
  expect(words("服务请求来自服务，服务请求", "zh").join("")).toBe(
    "[service_request:服务请求]来自[service:服务]，服务请求",
  );
});

it("english_terms_are_whole_words_and_may_be_many", () => {
  expect(words("Incidents, not coincidents; a SERVICE request", "en").join("")).toBe(
    "[incident:Incidents], not coincidents; a [service_request:SERVICE request]",
  );
  expect(words("A resident", "en")).toEqual(["A resident"]);
});

it("the_glossary_is_searched_in_both_languages_and_leads_to_where_a_term_is_used", async () => {
  openPage("/glossary", { "GET /glossary": { items: terms } });
  const incident = await screen.findByRole("article", { name: /Incident/ });
  await userEvent.click(within(incident).getByText("Used in 1 places"));
  expect(within(incident).getByRole("link", { name: "Report" }).getAttribute("href")).toBe("/records/report");
  await userEvent.type(screen.getByRole("searchbox", { name: "Find a term" }), "请求");
  expect(screen.queryByRole("article", { name: /Incident/ })).toBeNull();
  expect(screen.getByRole("article", { name: /Service request/ })).toBeTruthy();
  expect(screen.getByText("1 of 3 terms")).toBeTruthy();
});

it("a_term_in_a_text_says_what_it_means_to_whoever_points_at_it", async () => {
  openPage("/records/report/new", { "GET /glossary": { items: [term("report", "报告", "Reports")] } });
  await userEvent.click(await screen.findByRole("button", { name: "reports" }));
  expect(await screen.findByText("What Reports means")).toBeTruthy();
});
