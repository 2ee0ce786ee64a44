// What a customer meets first.
import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { me, record } from "../test/world";

const customer = { id: "k1", process: "report", number: "REP0000003", title: "Bank" };

it("a_customer_sees_what_colleagues_have_open", async () => {
  const ofOthers = (path: string) => decodeURIComponent(path).includes("!(has(record.requester)");
  const { sent } = openPage("/", {
    "GET /me": { ...me, customer, department: null },
    "GET /records": ({ path }: { path: string }) => ({ items: ofOthers(path) ? [record] : [], next: null }),
  });
  const colleagues = await screen.findByRole("region", { name: "Reports of others in your organisation" });
  expect(within(colleagues).getByRole("link", { name: "Slow" })).toBeTruthy();
  expect(screen.getByText("None of your own is open; those of others are below.")).toBeTruthy();
  const filter = sent.map(({ path }) => decodeURIComponent(path)).find(ofOthers);
  expect(filter).toContain('record.is_open && record.process in ["report"]');
});
