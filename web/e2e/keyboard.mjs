// The main job without a mouse: signing in, a call, handing it out, working on it, the customer's confirmation.
import { Typist } from "./typist.mjs";

const WORDS = {
  zh: { title: "窗口打印机离线", reply: "正在查看，请稍候", solution: "重启打印服务，打印恢复" },
  en: {
    title: "The printer at the counter is offline",
    reply: "Looking into it",
    solution: "Restarted the print service",
  },
};

async function takeCall(given) {
  const { desk, labels, words } = given;
  const agent = await Typist.signIn(given, `${desk}/records/incident`, "desk");
  const { page, person } = agent;
  await person.sees("heading");
  await page.keyboard.press("n");
  await page.getByRole("combobox", { name: labels.field("requester") }).waitFor();
  await page.keyboard.type("linjia");
  await page.locator(".ant-select-item-option-active").filter({ hasText: "林嘉宁" }).waitFor();
  await page.keyboard.press("Enter");
  const title = page.getByRole("textbox", { name: labels.field("title"), exact: true });
  await page.waitForFunction((one) => document.activeElement === one, await title.elementHandle());
  await page.keyboard.type(words.title);
  await agent.press(page.locator(".likely").getByRole("button").first());
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/INC\d+/);
  const number = /INC\d+/.exec(page.url())[0];
  await agent.further(labels.transition("cancel"));
  await agent.step(labels.transition("assign"), async (dialog) => {
    await agent.to(dialog.getByRole("combobox", { name: labels.field("assignee"), exact: true }));
    await page.keyboard.type("秦朗");
    await page.locator(".ant-select-item-option-active").filter({ hasText: "秦朗", visible: true }).waitFor();
    await page.keyboard.press("Enter");
  });
  await person.state(labels.state("assigned"));
  await agent.goesOn();
  await person.leave();
  return number;
}

async function solve(given, number) {
  const { desk, labels, words } = given;
  const engineer = await Typist.signIn(given, desk, "engineer2");
  const { page, person } = engineer;
  await person.find(number);
  await engineer.press(engineer.button(labels.transition("start")));
  await person.state(labels.state("in_progress"));
  await engineer.goesOn();
  await page.keyboard.press("r");
  await page.keyboard.type(words.reply);
  await page.keyboard.press("Control+Enter");
  await person.seesText(words.reply);
  await engineer.step(labels.transition("resolve"), async (dialog) => {
    await engineer.to(dialog.getByRole("textbox", { name: labels.field("solution"), exact: true }));
    await page.keyboard.type(words.solution);
  });
  await person.state(labels.state("resolved"));
  await person.leave();
}

async function agree(given, number) {
  const { portal, labels, words } = given;
  const customer = await Typist.signIn(given, `${portal}/records/incident/${number}`, "jiangzhou");
  const { person } = customer;
  await person.seesText(words.solution);
  const confirm = customer.button(labels.transition("confirm"));
  await customer.press(confirm);
  await confirm.waitFor({ state: "hidden" });
  await person.leave();
}

export async function byKeysAlone(given) {
  const all = { ...given, words: WORDS[given.language] };
  const number = await takeCall(all);
  await solve(all, number);
  await agree(all, number);
}
