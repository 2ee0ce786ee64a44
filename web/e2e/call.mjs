// A call comes in: from anywhere to a saved incident with few keys besides the text, and what is known stands beside it.
import { Person } from "./person.mjs";

/** What may be pressed and clicked besides what is typed as text. */
const AT_MOST = 8;

/** Counts what is pressed and clicked; what is typed as text is no press. */
class Hand {
  constructor(page) {
    this.page = page;
    this.count = 0;
  }

  async press(keys) {
    this.count += 1;
    await this.page.keyboard.press(keys);
  }

  async click(control) {
    this.count += 1;
    await control.click();
  }

  type(text) {
    return this.page.keyboard.type(text);
  }
}

export async function call({ browser, desk, language, labels }) {
  const agent = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = agent;
  await page.goto(`${desk}/records/incident`);
  await agent.sees("heading");
  const hand = new Hand(page);
  await hand.press("n");
  await page.getByRole("combobox", { name: labels.field("requester") }).waitFor();
  await hand.type("linjia");
  await page.locator(".ant-select-item-option-active").filter({ hasText: "林嘉宁" }).waitFor();
  await hand.press("Enter");
  const title = page.getByRole("textbox", { name: labels.field("title"), exact: true });
  await page.waitForFunction((one) => document.activeElement === one, await title.elementHandle());
  await hand.type(language === "zh" ? "窗口 VPN 无法连接" : "VPN at the counter is down");
  const known = page.getByRole("complementary", { name: text("create.known") });
  await agent.seesText("江州市政务数据中心", known);
  await agent.seesText(text("beside.contract"), known);
  await hand.click(page.locator(".likely").getByRole("button").first());
  await hand.press("Control+Enter");
  await page.waitForURL(/INC\d+/);
  await agent.sees("progressbar", labels.clock("response"));
  const context = page.getByRole("complementary", { name: text("record.context") });
  await agent.seesText(labels.option("channel", "telephone"), context);
  await agent.seesText("江州市政务数据中心", context);
  if (hand.count > AT_MOST) throw new Error(`${hand.count} keys and clicks for a call, ${AT_MOST} at most`);
  await agent.leave();
}
