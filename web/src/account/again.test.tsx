// After signing in again over a page, the focus is where it was.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { endSession } from "../api/session";
import { openPage } from "../test/page";

it("who_signs_in_again_goes_on_at_the_field_where_they_were", async () => {
  const { queries } = openPage("/records/report/new", { "POST /sign-in": {} });
  const title = await screen.findByRole("textbox", { name: /Title/ });
  await userEvent.type(title, "Slow");
  act(() => endSession(queries));
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByLabelText("Password"), "secret{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(title));
});
