// Where a page stands when one comes to it.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { openPage } from "./test/page";

it("another_page_begins_at_its_top", async () => {
  openPage("/records/report");
  await screen.findByRole("heading", { level: 1, name: "Report" });
  const content = document.getElementById("content") as HTMLElement;
  const scrolled = vi.spyOn(content, "scrollTo");
  await userEvent.click(screen.getByRole("link", { name: "Glossary" }));
  await screen.findByRole("heading", { level: 1, name: "Glossary" });
  await waitFor(() => expect(scrolled).toHaveBeenCalledWith(expect.objectContaining({ top: 0 })));
});
