// A list taken away as a file: asked for in the list's own words, seen as it comes, cancelled, or refused.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { wholeFile } from "../api/pieces";
import { openPage, Status } from "../test/page";

const AT = "/records/report";
const EXPORT = "GET /records/report/export";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A body that comes in these parts. */
const body = (...parts: string[]) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(stream) {
      for (const part of parts) stream.enqueue(bytes(part));
      stream.close();
    },
  });

const said = (rows: number, size: number, is_last: boolean) =>
  `${JSON.stringify({ rows, of: 400, bytes: size, is_last })}\n`;

/** Takes the list away as a file. */
async function take(kind: string) {
  await userEvent.click(await screen.findByRole("button", { name: "Export" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: `Export ${kind}` }));
}

it("a_file_is_put_together_however_it_is_cut_on_its_way", async () => {
  const told = vi.fn();
  const whole = `${said(200, 5, false)}first${said(400, 7, true)}, last\n`;
  for (const size of [1, 3, 1000]) {
    told.mockClear();
    const cut = Array.from({ length: Math.ceil(whole.length / size) }, (_, n) => whole.slice(n * size, (n + 1) * size));
    expect(await (await wholeFile(body(...cut), told)).text()).toBe("first, last\n");
    expect(told.mock.calls.map(([at]) => at.rows)).toEqual([200, 400]);
  }
});

it("a_file_that_breaks_off_is_no_file", async () => {
  await expect(wholeFile(body(said(200, 5, false), "fir"), vi.fn())).rejects.toThrow("offline");
  await expect(wholeFile(body(said(200, 5, false), "first"), vi.fn())).rejects.toThrow("offline");
  const problem = JSON.stringify({ problem: { title: "the disk is full", status: 507 } });
  await expect(wholeFile(body(`${problem}\n`), vi.fn())).rejects.toThrow("the disk is full");
});

it("a_list_is_exported_as_it_is_filtered_and_kept_under_its_name", async () => {
  const names: string[] = [];
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:kept");
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  const { sent } = openPage(`${AT}?view=all&filter=${encodeURIComponent('record.impact == "high"')}`, {
    [EXPORT]: () => new Response(body(said(400, 2, true), "PK")),
  });
  await take("Excel");
  await waitFor(() => expect(names).toEqual(["Report.xlsx"]));
  const asked = sent.find(({ path }) => path.includes("/export"))?.path ?? "";
  expect(asked).toContain("format=xlsx&progress=true");
  expect(decodeURIComponent(asked)).toContain('record.impact == "high"');
});

it("a_long_export_says_how_far_it_is_and_can_be_cancelled", async () => {
  let isGone = false;
  const endless = () =>
    new Response(
      new ReadableStream({
        start: (stream) => stream.enqueue(bytes(said(200, 0, false))),
        cancel: () => {
          isGone = true;
        },
      }),
    );
  openPage(AT, { [EXPORT]: endless });
  await take("CSV");
  expect(await screen.findByText("200 of 400 records written")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Cancel the export" }));
  await waitFor(() => expect(screen.queryByText("200 of 400 records written")).toBeNull());
  expect(isGone).toBe(true);
});

it("what_was_refused_is_said_until_it_is_closed", async () => {
  openPage(AT, { [EXPORT]: new Status(422, { title: "An argument is wrong", detail: "Narrow the filter" }) });
  await take("Excel");
  expect(await screen.findByText(/Narrow the filter/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByText(/Narrow the filter/)).toBeNull();
});
