// A process as it is written, and an overlay that forms change.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, Status } from "../test/page";
import { definitions, record } from "../test/world";

const label = (zh: string, en: string) => ({ zh, en });
const [report] = definitions.processes;
const keeper = { ...report, id: "change", content: "overlay", prefix: "CHG", may: { ...report?.may, create: true } };
const reading = { ...definitions, roles: [{ id: "desk", label: label("服务台", "Service desk") }] };
const world = { ...reading, processes: [report, keeper] };
const written = {
  label: label("报告", "Report"),
  purpose: label("登记", "Note what is wrong"),
  lifetime: "work",
  prefix: "REP",
  owner: "desk",
  list: ["title"],
  fields: {
    title: { label: label("标题", "Title"), type: "text", required: true },
    room: { label: label("房间", "Room"), type: "text" },
  },
  states: { open: { label: label("处理中", "Being done"), kind: "open" } },
  transitions: {
    finish: { label: label("完成", "Finish"), from: ["open"], to: "open", by: ["desk"], requires: ["room"] },
  },
  grants: [{ roles: ["desk"], actions: ["view"], scope: "own", when: 'record.room == "1"' }],
};
const draft = { ...record, process: "change", number: "CHG0000001", title: "Rooms", editable: ["text"], version: 3 };
const AT = "/records/change/CHG0000001";
const drafted = { ...draft, fields: { ...record.fields, text: "# rooms" } };
const ANSWERS = {
  "GET /definitions": world,
  "GET /definitions/report/shape": written,
  [`GET ${AT}`]: drafted,
  "POST /definitions/edit": { text: "# rooms\nnew", written: {} },
  "POST /definitions/check": {},
  [`PATCH ${AT}`]: { ...drafted, version: 4 },
  "GET /records/change": { items: [], next: null },
};

it("who_drafts_nothing_reads_what_a_process_is", async () => {
  openPage("/processes/report", { ...ANSWERS, "GET /definitions": { ...reading, processes: [report] } });
  expect(await screen.findByRole("heading", { name: "Report" })).toBeTruthy();
  expect(screen.getByRole("row", { name: /Title.*One line of text.*Required.*✓/ })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Begin to change" })).toBeNull();
  const user = userEvent.setup();
  await user.click(screen.getByText("States and steps"));
  expect(screen.getByRole("row", { name: /Finish Being done → Being done .* requires Room/ })).toBeTruthy();
  await user.click(screen.getByText("Rights"));
  expect(screen.getByText("their own")).toBeTruthy();
  expect(screen.getByText('record.room == "1"')).toBeTruthy();
});

it("a_field_is_put_into_the_draft_by_its_id_and_taken_back", async () => {
  const sent: unknown[] = [];
  openPage("/processes/report?overlay=CHG0000001", {
    ...ANSWERS,
    "POST /definitions/edit": ({ body }: { body: unknown }) => {
      sent.push(body);
      return { text: "# rooms\nnew", written: {} };
    },
    [`PATCH ${AT}`]: ({ body }: { body: unknown }) => {
      sent.push(body);
      return { ...drafted, fields: body as object, version: 4 };
    },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Add a field" }));
  const dialog = await screen.findByRole("dialog", { name: "Add a field" });
  await user.type(within(dialog).getByLabelText(/Name in Chinese/), "楼层");
  await user.type(within(dialog).getByLabelText(/Name in English/), "Floor no");
  await user.click(within(dialog).getByRole("button", { name: "Put into the overlay" }));
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  const field = { label: label("楼层", "Floor no"), type: "text" };
  const patch = { process: { report: { fields: { floor_no: field }, list: ["title", "floor_no"] } } };
  expect(sent).toContainEqual({ text: "# rooms", patch, new: ["process.report.fields.floor_no"] });
  expect(sent).toContainEqual({ text: "# rooms\nnew" });
  await user.click(await screen.findByRole("button", { name: "Undo the last" }));
  await expect.poll(() => sent.at(-1)).toEqual({ text: "# rooms" });
});

it("an_id_that_is_taken_is_said_at_the_ids_field", async () => {
  const fields = [{ field: "id", code: "content", message: "“title” is taken: choose another id" }];
  openPage("/processes/report?overlay=CHG0000001", {
    ...ANSWERS,
    "POST /definitions/edit": ({ body }: { body: unknown }) =>
      (body as { new?: string[] }).new ? new Status(422, { title: "Invalid", fields }) : { text: "", written: {} },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Add a field" }));
  const dialog = await screen.findByRole("dialog", { name: "Add a field" });
  await user.type(within(dialog).getByLabelText(/Name in Chinese/), "标题");
  await user.type(within(dialog).getByLabelText(/Name in English/), "Title");
  await user.click(within(dialog).getByRole("button", { name: "Put into the overlay" }));
  const said = await within(dialog).findByText("“title” is taken: choose another id");
  expect(said.closest(".field-row")?.querySelector("input")?.value).toBe("title");
});

it("what_the_definitions_refuse_stands_in_the_dialog_and_nothing_entered_goes", async () => {
  const problem = {
    file: "overlay",
    line: 2,
    message: label("没有过程 `x`", "there is no process `x`"),
    nearest: null,
  };
  const refused = new Status(422, { title: "The definitions have faults", problems: [problem] });
  const patched: unknown[] = [];
  openPage("/processes/report?overlay=CHG0000001", {
    ...ANSWERS,
    "POST /definitions/check": refused,
    [`PATCH ${AT}`]: ({ body }: { body: unknown }) => patched.push(body),
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Change “Room”" }));
  const dialog = await screen.findByRole("dialog", { name: "Change “Room”" });
  const name = within(dialog).getByLabelText(/Name in English/);
  await user.clear(name);
  await user.click(within(dialog).getByRole("button", { name: "Put into the overlay" }));
  expect(await within(dialog).findByText(/Fill in/)).toBeTruthy();
  await user.type(name, "Cell");
  await user.click(within(dialog).getByRole("button", { name: "Put into the overlay" }));
  expect(await within(dialog).findByText(/there is no process/)).toBeTruthy();
  expect((name as HTMLInputElement).value).toBe("Cell");
  expect(patched).toEqual([]);
});

it("a_draft_with_faults_is_told_and_what_is_in_force_is_shown", async () => {
  const problem = { file: "overlay", line: 7, message: label("错", "something is wrong"), nearest: null };
  const refused = new Status(422, { title: "The definitions have faults", problems: [problem] });
  openPage("/processes/report?overlay=CHG0000001", {
    ...ANSWERS,
    "GET /definitions/report/shape": ({ path }: { path: string }) => (path.includes("overlay=") ? refused : written),
  });
  expect(await screen.findByText("something is wrong")).toBeTruthy();
  expect(screen.getByRole("row", { name: /Title/ })).toBeTruthy();
});
