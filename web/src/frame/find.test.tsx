// Finding by keys, once and again.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";

it("a_number_leads_to_its_record_and_the_keys_are_for_the_page_again", async () => {
  openPage("/");
  const box = (await screen.findByRole("textbox", { name: /Search records/ })) as HTMLInputElement;
  await userEvent.keyboard("/");
  expect(document.activeElement).toBe(box);
  await userEvent.keyboard("rep1{Enter}");
  await screen.findByRole("region", { name: "Timeline" });
  expect([document.activeElement?.id, box.value]).toEqual(["content", ""]);
});

it("what_was_sought_before_is_written_over_and_esc_leaves", async () => {
  openPage("/", { "GET /search": { items: [], next: null } });
  const box = (await screen.findByRole("textbox", { name: /Search records/ })) as HTMLInputElement;
  await userEvent.keyboard("/printer{Enter}");
  await waitFor(() => expect(document.activeElement?.id).toBe("content"));
  await userEvent.keyboard("/mail");
  expect(box.value).toBe("mail");
  await userEvent.keyboard("{Escape}");
  expect(document.activeElement?.id).toBe("content");
});
