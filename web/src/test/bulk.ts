// A list of five records of which several are chosen, and a server that changes them.
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect } from "vitest";
import { type Answers, openPage, type Sent } from "./page";
import { record } from "./world";

export const NUMBERS = [1, 2, 3, 4, 5].map((n) => `REP000000${n}`);
export const numberOf = (n: number) => NUMBERS[n - 1] ?? "";
export const rows = NUMBERS.map((number, at) => ({
  ...record,
  id: `r${at + 1}`,
  number,
  title: `Slow ${at + 1}`,
  version: 3 + at,
  fields: { ...record.fields, title: `Slow ${at + 1}`, impact: at === 1 ? "high" : at === 2 ? undefined : "low" },
}));

export interface Asked {
  numbers: string[];
  versions: { [number: string]: number };
  dry_run: boolean;
  fields: object;
  transition?: string;
  comment?: object;
}
const problem = { title: "Not yours", status: 403, detail: "Ask the lead", type: "t", fields: [] };

/** Answers for all but those of `refused`. */
export const answering =
  (refused: string[] = []) =>
  ({ body }: Sent) => {
    const { numbers, versions, dry_run } = body as Asked;
    const results = numbers.map((number) =>
      refused.includes(number)
        ? { number, ok: false, problem }
        : { number, ok: true, version: (versions[number] ?? 0) + (dry_run ? 0 : 1) },
    );
    return { dry_run, results };
  };

const all = Object.fromEntries(rows.map((row) => [`GET /records/report/${row.number}`, row]));
export const opened = (answers: Answers = {}) =>
  openPage("/records/report", {
    ...all,
    "GET /records/report": { items: rows, next: null, total: rows.length },
    "POST /bulk": answering(),
    ...answers,
  });

export const bulk = (sent: Sent[]) =>
  sent.filter(({ path }) => path.endsWith("/bulk")).map(({ body }) => body as Asked);
export const done = (sent: Sent[]) => bulk(sent).filter(({ dry_run }) => !dry_run);
export const boxOf = (n: number) => screen.getByRole("checkbox", { name: `Choose ${numberOf(n)}` }) as HTMLInputElement;
export const bar = () => screen.findByRole("region", { name: "Chosen records" });
export const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));

export async function pick(name: string, option: string) {
  const box = await screen.findByRole("combobox", { name });
  fireEvent.mouseDown(box);
  const found = await screen.findAllByText(option, { selector: ".ant-select-item-option-content" });
  await userEvent.click(found.at(-1) as HTMLElement);
}

/** Once all of it is answered for, Enter closes the dialog. */
export async function close() {
  await screen.findByRole("region", { name: "What was done" });
  await waitFor(() => expect(document.querySelector(".bulk-progress")).toBeNull());
  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
}

/** Opens the dialog over all of them, so that their impact becomes high. */
export async function toPreview() {
  await screen.findByRole("link", { name: "Slow 1" });
  await userEvent.click(screen.getByRole("checkbox", { name: "Choose all records that are loaded" }));
  await press(/^Change…/);
  await screen.findByRole("dialog");
  await pick("Fields", "Impact");
  await pick("Impact", "High");
  await press("Preview");
  return screen.findByRole("region", { name: "What would change" });
}
