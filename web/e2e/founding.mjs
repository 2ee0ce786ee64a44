// The administrator on the first day: from an empty program to the first incident and its deadline, left in the middle and
// gone on with.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { startEmpty } from "./program.mjs";
import { processLabels } from "./words.mjs";

const PASSWORD = "a quiet mountain path";
const WORDS = {
  zh: {
    name: "陈晨",
    company: "远望信息技术有限公司",
    renamed: "市场部",
    leftOut: "产品事业部",
    centre: "技术服务中心",
    people:
      "姓名,部门,岗位\n周岚,管理者代表办公室,管理者代表\n吴桐,技术服务中心,服务台主管\n许诺,没有的部门,服务台专员\n",
    typed: "许诺",
    service: "桌面与终端支持",
    item: "开通账号",
    customer: "东湖制造有限公司",
    contact: "何静",
    agreement: "标准服务级别协议",
    contract: "东湖运维合同",
    incident: "打印机无法使用",
  },
  en: {
    name: "Chen",
    company: "Farview Technology",
    renamed: "Market office",
    leftOut: "Products division",
    centre: "Technical service centre",
    people:
      "Name,Department,Post\nZhou,Management representative's office,Management representative\nWu,Technical service centre,Service desk lead\nXu,No such department,Service desk agent\n",
    typed: "Xu",
    service: "Desktop support",
    item: "New account",
    customer: "East Lake Manufacturing",
    contact: "He Jing",
    agreement: "Standard agreement",
    contract: "East Lake 2026",
    incident: "The printer does not print",
  },
};

/** A company's first day from the printed link to the end; `look` is called on each page before it is left. */
export async function founded({ browser, language, phone = false, look }) {
  const words = WORDS[language];
  const { url, link, stop } = await startEmpty();
  try {
    const person = await Person.atDoor(browser, link, { language, login: "chen", phone });
    person.look = async () => look?.(person.page);
    await begin(person, words);
    await organisation(person, words);
    await calendar(person);
    await structure(person, words);
    // Whoever leaves in the middle goes on where they were, on another day or another device.
    await person.page.goto(url);
    await person.page.getByRole("region", { name: person.text("setup.card") }).waitFor();
    await person.look();
    await person.page.goto(`${url}/setup`);
    await person.page.getByRole("heading", { level: 2, name: step("people", language) }).waitFor();
    await people(person, words);
    await roles(person);
    await forms(person, words, language);
    await tried(person, words, language);
    await person.look();
    await person.leave();
  } finally {
    await stop();
  }
}

const step = (id, language) => processLabels.setup(id, language);

async function next(person) {
  await person.look();
  await isAccessible(person.page, "a step of the first day");
  await person.page.getByRole("button", { name: person.text("setup.next"), exact: true }).click();
}

async function begin(person, words) {
  const { page, text } = person;
  await page.getByRole("heading", { level: 1 }).waitFor();
  await person.look();
  await person.fill(text("account.login"), "chen");
  await person.fill(text("account.name"), words.name);
  await person.fill(text("account.new_password"), PASSWORD);
  await person.fill(text("account.password_again"), PASSWORD);
  await person.click(text("account.set_password"));
  await page.getByRole("heading", { level: 1, name: text("setup.title") }).waitFor();
}

async function organisation(person, words) {
  const labels = processLabels("organisation", person.language);
  await person.fill(labels.field("title"), words.company);
  await person.click(person.text("setup.add", { process: labels.process }));
  await person.sees("link", new RegExp(words.company));
  await next(person);
}

async function calendar(person) {
  await person.sees("heading", person.text("setup.preview"));
  await person.seesText(person.text("setup.due_at"));
  await next(person);
}

async function structure(person, words) {
  const { page, text } = person;
  const of = (id) => processLabels(id, person.language);
  const department = page.getByRole("region", {
    name: text("setup.from_template", { process: of("department").process }),
  });
  await department.getByRole("checkbox", { name: text("setup.choose", { title: words.leftOut }) }).uncheck();
  const names = department.getByRole("textbox", { name: of("department").field("title"), exact: true });
  await names.nth(3).fill(words.renamed);
  await person.click(text("setup.open_chosen", { n: 7 }), department);
  await person.sees("link", new RegExp(words.renamed));
  const post = page.getByRole("region", { name: text("setup.from_template", { process: of("post").process }) });
  await person.click(text("setup.open_chosen", { n: 14 }), post);
  await post.waitFor({ state: "hidden" });
  await next(person);
}

async function people(person, words) {
  const { page, text } = person;
  const labels = processLabels("person", person.language);
  const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(words.people) };
  await page.getByLabel(text("import.choose"), { exact: true }).setInputFiles(file);
  const trial = page.getByRole("region", { name: text("import.trial") });
  await trial.getByRole("cell", { name: labels.field("department"), exact: true }).waitFor();
  await person.click(text("import.open", { n: 2 }));
  await page.getByRole("region", { name: text("import.result") }).waitFor();
  await page.getByText(text("setup.typed_in"), { exact: true }).click();
  await person.fill(labels.field("name"), words.typed);
  await person.click(text("setup.add", { process: labels.process }));
  await person.click(text("setup.invite", { name: words.typed }));
  await person.fill(text("account.login"), "xu");
  await person.click(text("setup.make_link"));
  await page.getByRole("textbox", { name: text("account.link") }).waitFor();
  await next(person);
}

async function roles(person) {
  const { page, text } = person;
  // The posts suggest who holds what; the desk's is named by hand.
  const desk = processLabels.role("service_desk", person.language);
  await person.choose(text("setup.person_for", { role: desk }), WORDS[person.language].typed);
  await page.getByRole("button", { name: new RegExp(text("setup.give_roles", { n: "\\d+" })) }).click();
  await next(person);
}

async function forms(person, words, language) {
  const { page, text } = person;
  const within = (id) =>
    page.getByRole("region", { name: new RegExp(`^${processLabels(id, language).process}( \\d+)?$`) });
  const add = async (id) => {
    const process = processLabels(id, language).process;
    await person.click(text("setup.add", { process }), within(id));
    await within(id).getByRole("link").first().waitFor();
  };
  const field = (id, name) => processLabels(id, language).field(name);
  await person.click(words.service, within("service"));
  await person.choose(field("service", "department"), words.centre, within("service"));
  await add("service");
  await person.click(words.item, within("catalogue_item"));
  await person.choose(field("catalogue_item", "service"), words.service, within("catalogue_item"));
  await add("catalogue_item");
  await next(person);
  await person.fill(field("customer", "title"), words.customer, within("customer"));
  await add("customer");
  await person.choose(field("contact", "customer"), words.customer, within("contact"));
  await person.fill(field("contact", "name"), words.contact, within("contact"));
  await add("contact");
  const more = within("service_level_agreement").getByRole("button", {
    name: text("setup.one_more", { process: processLabels("service_level_agreement", language).process }),
  });
  await more.click();
  const agreement = within("service_level_agreement");
  await person.click(words.agreement, agreement);
  await person.choose(field("service_level_agreement", "customer"), words.customer, agreement);
  await person.choose(field("service_level_agreement", "calendar"), "5×8", agreement);
  for (const name of ["from", "signed_on"]) {
    await day(page, agreement, field("service_level_agreement", name), "2026-01-01");
  }
  await person.choose(field("service_level_agreement", "signed_by"), words.contact, agreement);
  await person.choose(field("service_level_agreement", "handed_to"), words.centre, agreement);
  await add("service_level_agreement");
  const contract = within("contract");
  await person.fill(field("contract", "title"), words.contract, contract);
  await person.choose(field("contract", "customer"), words.customer, contract);
  await person.choose(field("contract", "agreement"), words.agreement, contract);
  for (const [name, at] of [
    ["signed_on", "2026-01-01"],
    ["from", "2026-01-01"],
    ["until", "2035-12-31"],
  ]) {
    await day(page, contract, field("contract", name), at);
  }
  await add("contract");
  await next(person);
}

async function day(page, within, name, at) {
  await within.getByRole("textbox", { name, exact: true }).fill(at);
  // Enter would send the form as well.
  await page.keyboard.press("Tab");
}

async function tried(person, words, language) {
  const { page, text } = person;
  const labels = processLabels("incident", language);
  await person.choose(labels.field("customer"), words.customer);
  await person.choose(labels.field("service"), words.service);
  await person.fill(labels.field("title"), words.incident);
  await person.click(text("setup.add", { process: labels.process }));
  const explained = page.getByRole("status").filter({ hasText: words.incident });
  await explained.getByText(labels.clock("resolution"), { exact: true }).waitFor();
  await explained.getByText(new RegExp(words.agreement)).first().waitFor();
  await next(person);
  await page.getByRole("heading", { level: 2, name: text("setup.all_done") }).waitFor();
  await isAccessible(page, "the end of the first day");
  await person.click(processLabels("role_assignment", language).transition("lay_down"));
  await page.getByText(text("setup.lay_down_why")).waitFor({ state: "hidden" });
  await person.click(text("setup.dismiss"));
  await person.seesText(text("setup.put_away"));
  assert.equal(await page.getByRole("link", { name: text("setup.card") }).count(), 0);
}
