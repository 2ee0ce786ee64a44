// What one sees when something is wrong or not there yet: brought about on purpose, one state each.
import { settled } from "./places.mjs";

const answers = (page, path, status) =>
  page.route(path, (route) =>
    route.fulfill({
      status,
      contentType: "application/problem+json",
      body: JSON.stringify({ type: "about:blank", title: "broken", status }),
    }),
  );

export const TROUBLES = {
  /** The list is on its way. */
  async loading({ page }, url) {
    await page.route("**/api/v1/records/incident?**", () => undefined);
    await page.goto(`${url}/records/incident`);
    await page.locator('[aria-busy="true"]').first().waitFor();
  },
  /** The server fails. */
  async error({ page }, url) {
    await answers(page, "**/api/v1/records/incident?**", 500);
    await page.goto(`${url}/records/incident`);
    await page.locator(".trouble").first().waitFor();
  },
  /** The connection is lost while one reads. */
  async offline({ page }, url) {
    await page.goto(`${url}/records/incident`);
    await settled(page);
    await page.context().setOffline(true);
    await page.locator(".offline-bar:not([hidden])").waitFor();
  },
  /** The session ends while one works. */
  async session_over({ page }, url) {
    await page.goto(`${url}/records/incident`);
    await settled(page);
    await page.context().clearCookies();
    await page.locator("table.records thead button").first().dispatchEvent("click");
    await page.getByRole("dialog").waitFor();
  },
};
