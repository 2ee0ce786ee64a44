// Definitions under change: what is wrong is said by line while one writes, and what they change can be seen.
import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, Status } from "../test/page";
import { definitions, record } from "../test/world";

const AT = "/records/report/REP0000001";
const [report] = definitions.processes;
const text = {
  ...report?.fields.find((field) => field.id === "solution"),
  id: "text",
  label: { zh: "内容", en: "Text" },
};
const overlays = {
  ...definitions,
  processes: [{ ...report, content: "overlay", fields: [...(report?.fields ?? []), text] }],
};
const problem = {
  file: "overlay",
  line: 2,
  message: { zh: "没有字段 `couse`", en: "there is no field `couse`" },
  nearest: "cause",
};
const refusal = new Status(422, { title: "The definitions have faults", problems: [problem] });
const drafted = { ...record, fields: { ...record.fields, text: "a\nb\nc" }, editable: ["text"] };
const nothing = { differences: [], affected: [] };
const ANSWERS = { "GET /definitions": overlays, [`GET ${AT}`]: drafted, [`GET ${AT}/compare`]: nothing };

it("a_text_is_checked_while_it_is_written_and_its_faults_lead_to_their_lines", async () => {
  const check = ({ body }: { body: unknown }) => ((body as { text: string }).text.includes("couse") ? refusal : {});
  openPage(AT, { ...ANSWERS, "POST /definitions/check": check });
  await userEvent.click(await screen.findByRole("button", { name: "Change Text" }));
  const place = screen.getByRole("textbox", { name: "Text" }) as HTMLTextAreaElement;
  expect(await screen.findByText("✓ No fault found")).toBeTruthy();
  fireEvent.change(place, { target: { value: "first\ncouse\nlast" } });
  await userEvent.click(await screen.findByRole("button", { name: "Line 2" }));
  expect(screen.getByText("couse", { selector: ".what code" })).toBeTruthy();
  expect(screen.getByText("cause")).toBeTruthy();
  expect(place.value.slice(place.selectionStart, place.selectionEnd)).toBe("couse");
});

it("tab_indents_and_after_escape_moves_on_without_losing_the_text", async () => {
  openPage(AT, { ...ANSWERS, "POST /definitions/check": {} });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Change Text" }));
  const place = screen.getByRole("textbox", { name: "Text" }) as HTMLTextAreaElement;
  place.setSelectionRange(0, 0);
  await user.keyboard("{Tab}");
  expect(place.value).toBe("  a\nb\nc");
  expect(document.activeElement).toBe(place);
  await user.keyboard("{Escape}{Tab}");
  expect(place.isConnected).toBe(true);
  expect(document.activeElement).not.toBe(place);
});

it("a_refused_step_names_what_is_wrong_line_by_line", async () => {
  openPage(AT, { ...ANSWERS, [`POST ${AT}/transitions/finish`]: refusal });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Finish" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Finish" }));
  expect(await within(dialog).findByText("couse")).toBeTruthy();
  await user.click(within(dialog).getByRole("button", { name: "Line 2" }));
  await expect.poll(() => document.activeElement?.getAttribute("data-line")).toBe("2");
});

it("a_step_that_asks_nothing_keeps_what_is_wrong_in_sight", async () => {
  const [offered] = record.actions;
  const actions = [{ ...offered, requires: [], asks: [], comment: "optional" }];
  openPage(AT, {
    ...ANSWERS,
    [`GET ${AT}`]: { ...drafted, actions },
    [`POST ${AT}/transitions/finish`]: refusal,
  });
  await userEvent.click(await screen.findByRole("button", { name: "Finish" }));
  expect(await within(await screen.findByRole("dialog")).findByText("couse")).toBeTruthy();
});

it("what_it_changes_stands_by_process_with_the_open_work_that_it_concerns", async () => {
  const differences = [
    {
      ...{ process: "report", kind: "fields", id: "room", before: null, after: "type: text", loosens: true },
      ...{ what: { zh: "房间", en: "Room" }, was: null, is: { zh: "类型：单行文字", en: "Type: One line" } },
    },
    {
      ...{ process: "report", kind: "fields", id: "impact.label", before: "影响", after: "范围", loosens: false },
      what: { zh: "影响 · 名称", en: "Impact · Name" },
      was: { zh: "影响", en: "Impact" },
      is: { zh: "范围", en: "Extent" },
    },
  ];
  const stays = [{ kind: "states", id: "due", label: { zh: "等上门", en: "Visit due" } }];
  const going_on = [{ process: "report", open: 7, filter: "record.is_open", stays }];
  const warnings = [{ file: "overlay", line: 0, message: { zh: "没有人能批准", en: "Nobody holds the role" } }];
  const taking_back = { going_on, problems: [] };
  const compared = {
    differences,
    affected: [{ process: "report", label: { zh: "报告", en: "Faults" }, open: 12 }],
    going_on: [],
    taking_back,
    warnings,
  };
  openPage(AT, { ...ANSWERS, [`GET ${AT}/compare`]: compared });
  const panel = await screen.findByRole("region", { name: "What it changes" });
  expect(await within(panel).findByText("Open records: 12")).toBeTruthy();
  expect(within(panel).getByText("Added")).toBeTruthy();
  expect(within(panel).getByText("Loosens").closest("li")?.textContent).toContain("room");
  expect(within(panel).getByRole("note").textContent).toContain("1");
  const back = within(panel).getByRole("region", { name: /^Once withdrawn/ });
  expect(within(back).getByRole("link").textContent).toContain("7");
  expect(back.textContent).toContain("Visit due");
  expect(within(panel).getByRole("region", { name: "To think of" }).textContent).toContain("Nobody holds the role");
  expect(within(panel).getByRole("heading", { name: /^Faults/ })).toBeTruthy();
  expect(within(panel).getByText("Impact · Name").closest("li")?.textContent).toContain("impact.label");
  expect(within(panel).getByText("Impact").tagName).toBe("DEL");
  expect(within(panel).getByText("Extent").tagName).toBe("INS");
});

it("what_can_t_be_compared_says_what_is_wrong", async () => {
  openPage(AT, { ...ANSWERS, [`GET ${AT}/compare`]: refusal });
  const panel = await screen.findByRole("region", { name: "What it changes" });
  expect(await within(panel).findByText("couse")).toBeTruthy();
});
