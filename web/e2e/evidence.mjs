// From a figure or a clause down to the record: a head of department finds what was left out of the figure and why; an
// assessor walks the tree from a clause to the evidence and back, with nothing but the page.
import { Person } from "./person.mjs";

const REASON = { zh: "响应时限未到，尚无结果", en: "The response target is not due yet" };
const SIGNED = { zh: "与客户的协议都已签署并移交", en: "Every customer's agreement is signed and handed over" };
const FRESH = { zh: "近 90 天有事件记录", en: "Incidents were recorded within the last 90 days" };
const RESPONSE = { zh: "事件按约定时间响应率", en: "Incidents answered within the agreed time" };

/** The link of the navigation; a page may have another of the same name. */
const entry = ({ page }, name) => page.locator(".navigation").getByRole("link", { name, exact: true });

export async function departmentHead({ browser, desk, language }) {
  const head = await Person.signIn(browser, desk, "head", { language });
  const { page, text } = head;
  await entry(head, text("frame.objectives")).click();
  await head.sees("heading", text("objective.title"));
  await head.seesText(
    text("objective.comes_with", { what: { zh: "投诉处理过程", en: "the handling of complaints" }[language] }),
  );
  const own = page.locator("tr.own");
  await own.getByRole("link").first().click();
  await head.sees("heading", RESPONSE[language]);
  await head.sees("img", new RegExp(text("objective.trend")));
  await page.getByText(text("objective.trend_table")).click();
  await head.sees("columnheader", text("objective.left_out_column"));
  await page.getByRole("link", { name: text("objective.all_departments") }).click();
  await page
    .getByText(new RegExp(text("objective.left_out", { n: "\\d+" }).replace(/[()]/g, "\\$&")))
    .last()
    .click();
  await head.seesText(REASON[language]);
  await page.locator(".work-list").getByRole("link").first().click();
  await head.sees("article", /INC\d+/);
  await head.leave();
}

export async function assessor({ browser, desk, language }) {
  const auditor = await Person.signIn(browser, desk, "auditor", { language });
  const { page, text } = auditor;
  await entry(auditor, text("frame.clauses")).click();
  await auditor.sees("navigation", text("clause.title"));
  const tree = page.locator(".clause-tree");
  const detail = page.locator(".clause-detail");
  await tree.getByRole("link", { name: /^8\.1 / }).click();
  await detail
    .getByRole("region", { name: FRESH[language] })
    .getByRole("link", { name: /INC\d+/ })
    .first()
    .click();
  await auditor.sees("article", /INC\d+/);
  await page
    .locator(".pane-context")
    .getByRole("link", { name: /^8\.1 / })
    .click();
  await detail.getByRole("heading", { name: /^8\.1 / }).waitFor();
  await tree.getByRole("link", { name: /^6\.1 / }).click();
  const rule = detail.getByRole("region", { name: SIGNED[language] });
  await rule.getByText(text("clause.rule_filter")).waitFor();
  await rule.getByRole("link").first().click();
  await auditor.sees("heading", undefined);
  await page.goBack();
  await detail.getByRole("link", { name: /^8\.3\.3 / }).click();
  await detail.getByRole("heading", { name: /^8\.3\.3 / }).waitFor();
  await tree.getByRole("link", { name: /^7\.6 / }).click();
  await auditor.seesText(text("clause.only_here"));
  await auditor.leave();
}
