// The program of a page is fetched when it is needed, and a lost connection is told where the page would stand.
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { setConnected } from "../api/connection";
import { LanguageProvider } from "../text/language";
import { fetched } from "./fetched";

const LOST = new TypeError("Failed to fetch dynamically imported module: /assets/Quiet-1.js");
const server = (answer: () => Promise<Response>) => vi.stubGlobal("fetch", answer);

const Quiet = () => "Here it is";

function open(fetchModule: () => Promise<{ Quiet: () => string }>) {
  const Page = fetched(fetchModule, "Quiet");
  render(
    <LanguageProvider initial="en">
      <header>Frame</header>
      <Page />
    </LanguageProvider>,
  );
}

/** A page that comes once there is a connection. */
function lossy() {
  const line = { isThere: false };
  server(() => Promise.reject(new TypeError("Failed to fetch")));
  open(() => (line.isThere ? Promise.resolve({ Quiet }) : Promise.reject(LOST)));
  return line;
}

it("a_page_that_can_t_be_fetched_says_so_in_its_place_and_is_fetched_on_trying_again", async () => {
  const line = lossy();
  expect(await screen.findByText("The server can't be reached")).toBeTruthy();
  expect(screen.getByText("Frame")).toBeTruthy();
  line.isThere = true;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Here it is")).toBeTruthy();
});

it("a_page_that_could_not_be_fetched_comes_by_itself_with_the_connection", async () => {
  setConnected(false);
  const line = lossy();
  await screen.findByText("The server can't be reached");
  line.isThere = true;
  setConnected(true);
  expect(await screen.findByText("Here it is")).toBeTruthy();
});

it("what_is_fetched_ahead_takes_nothing_away", async () => {
  const reload = vi.spyOn(window.location, "reload").mockImplementation(() => undefined);
  server(() => Promise.resolve(Response.json({ title: "not signed in" }, { status: 401 })));
  await fetched<"Quiet">(() => Promise.reject(LOST), "Quiet").preload?.();
  expect(reload).not.toHaveBeenCalled();
  reload.mockRestore();
});

it("a_page_of_an_older_release_is_begun_anew_once", async () => {
  sessionStorage.clear();
  const reload = vi.spyOn(window.location, "reload").mockImplementation(() => undefined);
  server(() => Promise.resolve(Response.json({ title: "not signed in" }, { status: 401 })));
  open(() => Promise.reject(LOST));
  await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  cleanup();
  open(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module: /assets/Other-2.js")));
  await screen.findByText("That did not work");
  expect(reload).toHaveBeenCalledTimes(1);
  reload.mockRestore();
});
