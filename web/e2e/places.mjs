// Every page of the program by name: who looks at it, where it is, and what is done there before one looks. The pictures
// and the search for what keeps people out go through the same list.
import { PATIENCE } from "./person.mjs";

const ALL = "view=all";
const list = (process, search = "") => `/records/${process}${search ? `?${search}` : ""}`;
const filtered = (filter, rest = ALL) => `${rest}&filter=${encodeURIComponent(filter)}`;

/** The first record that fits, as an address: numbers are the demo's, and not ours to know. */
async function first(page, process, filter = "", sort = "-updated_at") {
  const found = await page.evaluate(
    async ([process, query]) => (await (await fetch(`/api/v1/records/${process}?${query}`)).json()).items,
    [process, new URLSearchParams({ limit: "1", filter, sort }).toString()],
  );
  return found?.[0] ? `/records/${process}/${found[0].number}` : undefined;
}

const record =
  (process, filter, sort) =>
  ({ page }) =>
    first(page, process, filter, sort);
const press = (find) => async (person) => {
  const control = find(person).first();
  await control.click();
};
const button = (text) =>
  press(({ page, text: said }) => page.getByRole("button", { name: said(text).split(/[，,]/)[0] }));
const key =
  (...keys) =>
  async ({ page }) => {
    for (const one of keys) await page.keyboard.press(one);
  };

const WORKED_ON = 'record.state == "in_progress" && has(record.assignee)';

/** What all who are signed in have. */
const OF_ALL = {
  home: "/",
  search: "/search?q=VPN",
  search_nothing: "/search?q=qqqq",
  glossary: "/glossary",
  settings: "/settings",
  account: "/account",
  missing: list("incident/INC9999999"),
};

const HOMES = {
  home: "/",
  drafts: "/?list=drafts",
  done: "/?list=done",
  watched: "/?list=watched",
};

/** The dialog of the step that comes first. */
const step = (filter) => ({
  at: record("incident", filter),
  pressed: press(({ page }) => page.locator(".actions .ant-btn-primary")),
});

const ONE_RECORD = {
  record: record("incident", WORKED_ON),
  why_deadline: { at: record("incident", WORKED_ON), pressed: button("record.why_deadline") },
  more_actions: { at: record("incident", WORKED_ON), pressed: button("record.more_actions") },
  step: step(WORKED_ON),
};

const OF_DESK = {
  ...OF_ALL,
  ...HOMES,
  list: list("incident"),
  list_all: list("incident", filtered('record.category != "other"')),
  list_requests: list("service_request"),
  list_nothing: list("incident", filtered('record.title == "nothing"')),
  list_customers: list("customer"),
  list_preview: { at: list("incident", ALL), pressed: key("j", "j", "Space") },
  columns: { at: list("incident"), pressed: button("column.columns") },
  condition: { at: list("incident"), pressed: button("list.add_condition") },
  ...ONE_RECORD,
  step: step('record.state == "new"'),
  record_new: record("incident", 'record.state == "new"'),
  record_closed: record("incident", 'record.state == "closed"'),
  request: record("service_request", "record.is_open == true"),
  create: list("incident/new"),
  create_request: list("service_request/new"),
  create_menu: { at: "/", pressed: button("frame.create") },
  notices: { at: "/", pressed: button("frame.notices") },
  keys: { at: "/", pressed: key("?") },
  account_menu: { at: "/", pressed: button("frame.account_of") },
  folded: {
    at: "/",
    pressed: async (person) => {
      if (person.page.viewportSize().width > 760) await button("frame.navigation")(person);
      else await button("frame.place_menu")(person);
    },
  },
};

const OF_ENGINEER = { ...HOMES, ...ONE_RECORD, list_mine: list("incident", "view=mine") };

const OF_HEAD = { ...HOMES, objectives: "/objectives", list_group: list("incident", "view=group") };

const OF_APPROVER = {
  home: "/",
  votes: "/?list=votes",
  vote: record("service_request", "record.is_open == true && record.needs_approval == true"),
};

const OF_ASSESSOR = {
  home: "/",
  objectives: "/objectives",
  objective: "/objectives/incident_response",
  objective_left_out: "/objectives/incident_response?part=left_out",
  clauses: "/clauses",
  clause: "/clauses?standard=iso20000-1-2011&clause=8.1",
  clauses_2018: "/clauses?standard=iso20000-1-2018",
  documents: list("document"),
  document: record("document"),
  // What is denied says why when it is pressed, though nobody would call it enabled.
  why_not: {
    at: record("document"),
    pressed: ({ page }) => page.locator(".actions .denied").first().click({ force: true }),
  },
  person: record("person"),
  customer: record("customer"),
  contract: record("contract"),
  agreement: record("service_level_agreement"),
  service: record("service"),
  record: record("incident", WORKED_ON),
  forbidden: list("incident/new"),
};

const OF_ADMINISTRATOR = {
  home: "/",
  settings: "/settings",
  account: "/account",
  health: "/settings/health",
  setup: "/setup",
  overlay: list("overlay/new"),
  import: list("person/import"),
  person: record("person"),
};

const OF_CUSTOMER = {
  ...OF_ALL,
  report: "/report",
  question: "/report?kind=incident",
  pictures: "/report?kind=incident&step=pictures",
  review: "/report?kind=incident&step=review",
  reports: list("incident"),
  contracts: list("contract"),
  contract: record("contract"),
  follow: record("incident", "record.is_open == true"),
  answered: record("incident", 'record.state == "resolved"'),
  closed: record("incident", 'record.state == "closed"'),
  sent: async ({ page }) => (await first(page, "incident", "record.is_open == true"))?.replace("records", "sent"),
};

/** Pages by account. */
export const PLACES = {
  desk: OF_DESK,
  engineer: OF_ENGINEER,
  head: OF_HEAD,
  rqmanager: OF_APPROVER,
  auditor: OF_ASSESSOR,
  admin: OF_ADMINISTRATOR,
  yunling: OF_CUSTOMER,
};

/** Waits until the page shows all that it is going to show. */
export async function settled(page) {
  await page.locator("h1, .trouble").first().waitFor();
  // What came may ask for more.
  for (const _ of ["first", "then"]) {
    await page.waitForLoadState("networkidle");
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  }
}

/** How long something is waited for that not everybody can press. */
const PRESS_PATIENCE = 4000;

/** Brings somebody to a place; whether there is one. */
export async function bring(person, url, place) {
  const { at, pressed } = typeof place === "object" ? place : { at: place };
  const path = typeof at === "function" ? await at(person) : at;
  if (!path) return false;
  await person.page.goto(url + path);
  await settled(person.page);
  if (!pressed) return true;
  person.page.setDefaultTimeout(PRESS_PATIENCE);
  try {
    await pressed(person);
  } catch {
    return false;
  } finally {
    person.page.setDefaultTimeout(PATIENCE);
  }
  await person.page.waitForLoadState("networkidle");
  return true;
}
