// From report to clause: a customer reports, the desk assigns, an engineer works, the customer confirms, and the
// objective and the clause show it at once. In Chinese and in English; on two nodes where a PostgreSQL is given.
// Words after it choose the tests whose names hold one of them: `node e2e/journey.mjs moves axe`.
import { accessible } from "./accessible.mjs";
import { accountGiven, imported, overlayWritten, versionsCompared } from "./administering.mjs";
import { aContractIsReviewed } from "./approving.mjs";
import { boardsAreRead } from "./boards.mjs";
import { threeHundredAreChangedAndUndone } from "./bulk.mjs";
import { call } from "./call.mjs";
import { orderedFromTheCatalogue } from "./catalogue.mjs";
import { typesAreFresh } from "./description.mjs";
import { assessor, departmentHead } from "./evidence.mjs";
import { founded } from "./founding.mjs";
import { goneOnWith } from "./importing.mjs";
import { byKeysAlone } from "./keyboard.mjs";
import { listsInGroups } from "./listing.mjs";
import {
  keysGoOn,
  listsAreThereByTheMenu,
  listsBeginAnew,
  listsKeepTheirPlace,
  listsStayByTheMenu,
  slowListsAreNeverBlank,
} from "./lists.mjs";
import { lookedAs, wentAway } from "./looking.mjs";
import { twoReportsBecomeOne } from "./merging.mjs";
import { mondayMorning } from "./monday.mjs";
import { narrow } from "./narrow.mjs";
import { keysActOnARecord, paletteIsThereAtOnce, paletteLeadsAnywhere, peopleByTheirSound } from "./palette.mjs";
import { launch, Person } from "./person.mjs";
import { onAPhone, throughQuestions } from "./portal.mjs";
import { printed } from "./print.mjs";
import { startProgram } from "./program.mjs";
import { recurringOrderIsOpenedAndTicked } from "./recurring.mjs";
import { whatWasSeenIsDone } from "./seen.mjs";
import { isServedWell } from "./served.mjs";
import { shapedAndTakenBack } from "./shaping.mjs";
import { firstLoadIsSmall, nothingMoves } from "./steady.mjs";
import { textsAndMacros } from "./texts.mjs";
import { together } from "./together.mjs";
import { troubles } from "./troubles.mjs";
import { healthLookedAfter } from "./upkeep.mjs";
import { viewsAreKept } from "./views.mjs";
import { processLabels } from "./words.mjs";

const WORDS = {
  zh: {
    title: "财务系统登录缓慢",
    solution: "重启认证服务，恢复正常",
    closed: "已解决并关闭",
    note: "疑似会话表占满",
    reply: "正在处理，请稍候",
    wait: "请确认是否可以重启",
    yearly: "全年重大事件数",
  },
  en: {
    title: "The ledger is slow to sign in",
    solution: "Restarted the login service",
    closed: "Solved and closed",
    note: "Session table looks full",
    reply: "We are on it",
    wait: "May we restart it",
    yearly: "Major incidents in the year",
  },
};

async function report({ browser, portal, language, labels, words }) {
  const customer = await Person.signIn(browser, portal, "yunling", { language, phone: true });
  const { page, text } = customer;
  await page.goto(`${portal}/records/incident/new`);
  await customer.fill(labels.ask("title"), words.title);
  await customer.fill(labels.ask("description"), words.title);
  await throughQuestions(customer);
  await customer.click(text("portal.send"));
  await customer.sees("heading", text("portal.sent"));
  const number = /INC\d+/.exec(page.url())[0];
  await customer.leave();
  return number;
}

async function filter(agent, { desk, labels, words }) {
  const { page, text } = agent;
  await page.goto(`${desk}/records/incident`);
  await agent.click(text("list.add_condition"));
  await agent.choose(text("list.field"), labels.field("category"));
  await agent.choose(labels.field("category"), labels.option("category", "other"));
  await agent.click(text("list.apply"));
  await agent.sees("button", text("list.remove_condition"));
  await agent.sees("link", words.title);
}

async function assign({ browser, desk, language, labels, words, number }) {
  const agent = await Person.signIn(browser, desk, "desk", { language });
  await filter(agent, { desk, labels, words });
  await agent.find(number);
  await agent.sees("progressbar", labels.clock("response"));
  await agent.page
    .getByRole("button", { name: agent.text("record.why_deadline") })
    .first()
    .click();
  await agent.seesText(agent.text("record.target_word"));
  await agent.page.keyboard.press("Escape");
  await agent.step(labels.transition("assign"), (dialog) => agent.choose(labels.field("assignee"), "秦朗", dialog));
  await agent.state(labels.state("assigned"));
  await agent.leave();
}

async function work({ browser, desk, language, labels, number, words }) {
  const engineer = await Person.signIn(browser, desk, "engineer2", { language });
  const { text } = engineer;
  await engineer.page
    .getByRole("region", { name: text("folder.todo") })
    .getByRole("link", { name: words.title })
    .first()
    .click();
  await engineer.sees("heading", words.title);
  await engineer.find(number);
  await engineer.click(labels.transition("start"));
  await engineer.state(labels.state("in_progress"));
  await engineer.say(new RegExp(text("record.reply_to")), text("record.send"), words.reply);
  await engineer.say(text("record.note"), text("record.save_note"), words.note);
  await engineer.step(labels.transition("hold"), async (dialog) => {
    await engineer.choose(labels.field("hold_reason"), labels.option("hold_reason", "customer"), dialog);
    await engineer.fill(new RegExp(text("step.reply", { name: "" })), words.wait, dialog);
  });
  await engineer.seesText(text("record.paused_for", { reason: labels.option("hold_reason", "customer") }));
  await engineer.click(labels.transition("resume"));
  await engineer.state(labels.state("in_progress"));
  await engineer.step(labels.transition("resolve"), (dialog) =>
    engineer.fill(labels.field("solution"), words.solution, dialog),
  );
  await engineer.state(labels.state("resolved"));
  await engineer.leave();
}

async function confirm({ browser, portal, language, labels, number, words }) {
  const customer = await Person.signIn(browser, portal, "yunling", { language, phone: true });
  await customer.page.goto(`${portal}/records/incident/${number}`);
  await customer.seesText(words.reply);
  await customer.seesText(words.solution);
  await customer.cannotSee(words.note);
  await customer.click(labels.transition("confirm"));
  await customer.page.getByRole("button", { name: labels.transition("confirm") }).waitFor({ state: "hidden" });
  await customer.seesText(words.closed);
  await customer.leave();
}

async function evidence({ browser, desk, language, number, words }) {
  const manager = await Person.signIn(browser, desk, "imanager", { language });
  const { page, text } = manager;
  await page
    .getByRole("link", { name: text("frame.objectives"), exact: true })
    .last()
    .click();
  await manager.sees("heading", text("objective.title"));
  await manager.sees("link", words.yearly);
  await page.goto(`${desk}/objectives/incident_response`);
  await manager.sees("link", words.title);
  await page.goto(`${desk}/clauses?standard=iso20000-1-2011&clause=8.1`);
  await manager.sees("link", new RegExp(number));
  await manager.leave();
}

async function journey(given) {
  const labels = processLabels("incident", given.language);
  const words = WORDS[given.language];
  const number = await report({ ...given, labels, words });
  const all = { ...given, labels, words, number };
  await assign(all);
  await work(all);
  await confirm(all);
  await evidence(all);
}

const WORDS_GIVEN = process.argv.slice(2);
const isWanted = (name) => WORDS_GIVEN.length === 0 || WORDS_GIVEN.some((word) => name.includes(word));

/** Runs a test and prints its line in the form in which all suites are counted. */
async function test(name, run) {
  if (!isWanted(name)) return;
  try {
    await run();
    console.log(`test page::${name} ... ok`);
  } catch (error) {
    console.log(`test page::${name} ... FAILED`);
    console.error(error);
    process.exitCode = 1;
    for (const context of browser.contexts()) await left(context);
  }
}

/** Says what stood on the pages of somebody whose test failed, and closes them. */
async function left(context) {
  for (const page of context.pages()) {
    const said = await page.locator("[role=alert], [role=dialog]").allInnerTexts();
    console.error(`${page.url()}: ${said.join(" | ").replace(/\s+/g, " ")}`);
  }
  await context.close();
}

async function onOneNode(browser) {
  const given = process.env.YUHENG_URL;
  const program = given ? { url: given, stop: () => undefined } : await startProgram();
  for (const language of ["zh", "en"]) {
    const places = { browser, desk: program.url, portal: program.url, language };
    await test(`journey_from_report_to_clause_in_${language}`, () => journey(places));
    await test(`head_of_department_from_figure_to_what_was_left_out_in_${language}`, () => departmentHead(places));
    await test(`assessor_from_clause_to_evidence_and_back_in_${language}`, () => assessor(places));
    await test(`a_call_is_an_incident_in_few_keys_in_${language}`, () =>
      call({ ...places, labels: processLabels("incident", language) }));
  }
  for (const language of ["zh", "en"]) {
    await test(`a_customer_on_a_phone_in_${language}`, () =>
      onAPhone({ browser, desk: program.url, portal: program.url, language }));
  }
  for (const language of ["zh", "en"]) {
    await test(`the_main_job_by_keys_alone_in_${language}`, () =>
      byKeysAlone({
        browser,
        desk: program.url,
        portal: program.url,
        language,
        labels: processLabels("incident", language),
      }));
    const labels = processLabels("incident", language);
    await test(`f_plt_07_a_monday_morning_by_keyboard_only_in_${language}`, () =>
      mondayMorning({ browser, desk: program.url, language, labels }));
    await test(`f_plt_07_the_palette_leads_anywhere_and_back_in_${language}`, () =>
      paletteLeadsAnywhere({ browser, desk: program.url, language }));
    await test(`f_plt_07_keys_act_on_a_record_in_${language}`, () =>
      keysActOnARecord({ browser, desk: program.url, language, labels }));
    await test(`f_plt_07_people_are_found_by_their_sound_on_a_phone_in_${language}`, () =>
      peopleByTheirSound({ browser, desk: program.url, language }));
    await test(`f_inc_09_three_hundred_are_changed_and_undone_in_${language}`, () =>
      threeHundredAreChangedAndUndone({ browser, desk: program.url, language, labels }));
    await test(`f_inc_09_two_reports_become_one_in_${language}`, () =>
      twoReportsBecomeOne({ browser, desk: program.url, portal: program.url, language, labels }));
    await test(`f_plt_07_texts_and_macros_in_${language}`, () =>
      textsAndMacros({ browser, desk: program.url, language, labels }));
    await test(`f_inc_09_what_was_seen_is_done_and_can_be_undone_in_${language}`, () =>
      whatWasSeenIsDone({ browser, desk: program.url, language, labels }));
    await test(`f_plt_03_a_contract_is_reviewed_in_five_steps_in_${language}`, () =>
      aContractIsReviewed({ browser, desk: program.url, language }));
    await test(`f_cat_02_a_form_from_idea_to_fulfilled_request_in_${language}`, () =>
      orderedFromTheCatalogue({ browser, desk: program.url, portal: program.url, language }));
    await test(`an_administrator_looks_as_an_engineer_in_${language}`, () =>
      lookedAs({ browser, desk: program.url, language }));
    await test(`f_rol_03_whoever_goes_away_says_who_stands_in_${language}`, () =>
      wentAway({ browser, desk: program.url, language }));
    await test(`f_plt_05_a_record_on_paper_in_${language}`, () => printed({ browser, desk: program.url, language }));
  }
  await test("is_embedded_packed_and_guarded", () => isServedWell(program.url));
  await test("wire_types_are_made_from_this_program", () => typesAreFresh(program.url));
  await test("two_people_on_one_record", () =>
    together(pair({ browser, desk: program.url, portal: program.url, language: "zh" })));
  await test("nothing_entered_is_lost_when_something_goes_wrong", () =>
    troubles({ browser, desk: program.url, language: "zh" }));
  for (const [name, run] of Object.entries(ADMINISTERING)) {
    await test(name, () => run({ browser, desk: program.url, language: "en" }));
  }
  await test("no_page_is_wider_than_a_phone", () => narrow({ browser, desk: program.url }));
  await test("axe_finds_nothing_serious", () => accessible({ browser, desk: program.url }));
  await test("nothing_moves_while_a_page_comes", () => nothingMoves({ browser, desk: program.url }));
  await test("the_first_page_weighs_little", () => firstLoadIsSmall({ browser, desk: program.url }));
  await test("f_plt_07_the_palette_is_there_at_once", () =>
    paletteIsThereAtOnce({ browser, desk: program.url, language: "zh" }));
  await test("a_long_list_keeps_its_place", () => listsKeepTheirPlace({ browser, desk: program.url, language: "zh" }));
  await test("a_long_list_begins_anew", () => listsBeginAnew({ browser, desk: program.url, language: "zh" }));
  await test("a_long_list_is_there_by_the_menu", () =>
    listsAreThereByTheMenu({ browser, desk: program.url, language: "zh" }));
  await test("a_list_stays_when_the_menu_leads_to_it_again", () =>
    listsStayByTheMenu({ browser, desk: program.url, language: "zh" }));
  for (const language of ["zh", "en"]) {
    await test(`a_field_and_a_state_are_added_seen_and_taken_back_in_${language}`, () =>
      shapedAndTakenBack({ browser, desk: program.url, language }));
    await test(`f_inc_10_a_recurring_order_is_opened_and_ticked_in_${language}`, () =>
      recurringOrderIsOpenedAndTicked({ browser, desk: program.url, language }));
    await test(`f_plt_06_views_are_kept_shared_and_retired_in_${language}`, () =>
      viewsAreKept({ browser, desk: program.url, language }));
    await test(`f_plt_06_lists_stand_in_groups_and_a_view_tells_who_follows_it_in_${language}`, () =>
      listsInGroups({ browser, desk: program.url, language }));
    await test(`f_rpt_06_boards_are_read_on_screen_wall_and_paper_in_${language}`, () =>
      boardsAreRead({ browser, desk: program.url, language }));
  }
  await test("a_slow_list_is_never_blank", () =>
    slowListsAreNeverBlank({ browser, desk: program.url, language: "zh" }));
  await test("keys_go_on_where_a_list_loses_what_one_stands_on", () =>
    keysGoOn({ browser, desk: program.url, language: "zh" }));
  for (const language of ["zh", "en"]) {
    await test(`administrator_on_the_first_day_in_${language}`, () => founded({ browser, language }));
  }
  await program.stop();
}

const ADMINISTERING = {
  an_overlay_is_checked_while_it_is_written: overlayWritten,
  two_versions_of_a_text_are_compared: versionsCompared,
  a_file_is_tried_and_then_imported: imported,
  an_import_goes_on_after_its_tab_was_closed: goneOnWith,
  an_account_is_given_locked_and_unlocked: accountGiven,
  a_backup_is_made_and_everything_verified: healthLookedAfter,
};

const pair = (places) => ({
  ...places,
  labels: { ...processLabels("incident", places.language), void: { zh: "作废", en: "Void" }[places.language] },
});

async function onTwoNodes(browser, database) {
  const first = await startProgram(database);
  const second = await startProgram(database);
  const places = { browser, desk: first.url, portal: second.url, language: "zh" };
  await test("journey_over_two_nodes_on_postgres", () => journey(places));
  await test("two_people_on_two_nodes", () => together(pair({ ...places, language: "en" })));
  await second.stop();
  await first.stop();
}

const browser = await launch();
await onOneNode(browser);
if (process.env.YUHENG_TEST_POSTGRES && !process.env.YUHENG_URL && isWanted("on_two_nodes"))
  await onTwoNodes(browser, process.env.YUHENG_TEST_POSTGRES);
await browser.close();
