// That no page is wider than a phone, in either language: nothing reaches past the window, nothing out of its own box.
import { Person } from "./person.mjs";

/** What reaches past the window or out of the box it stands in, where nothing lets one scroll to it. */
function tooWide() {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
  const isKept = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (scrolls(up) && !up.matches(".content, #page, .frame")) return true;
    }
    return false;
  };
  const found = [];
  for (const element of document.querySelectorAll("#page *, .ant-modal *, .ant-popover *")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || element.closest(".unseen, svg") || isKept(element)) continue;
    const said = () => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.slice(0, 40)}"`;
    if (box.right > width + 1 || box.left < -1) found.push(`${said()} reaches to ${Math.round(box.right)}`);
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!hasText || scrolls(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const text = range.getBoundingClientRect();
    const holder = element.closest("a, button, li, td, th, p, div, section");
    const edge = (holder ?? element).getBoundingClientRect().right;
    if (text.right > edge + 1) found.push(`${said()} stands out by ${Math.round(text.right - edge)}`);
  }
  return found.slice(0, 5);
}

/** One of each kind of page; with `each`, the record and the form of every process. */
async function placesOf(page, each) {
  return page.evaluate(async (each) => {
    const read = async (path) => (await fetch(`/api/v1${path}`)).json();
    const { processes } = await read("/definitions");
    const places = ["/", "/objectives", "/clauses?standard=iso20000-1-2011&clause=8.1", "/account", "/search?q=VPN"];
    for (const [index, { id, may }] of processes.entries()) {
      if (index === 0) places.push(`/records/${id}`, `/records/${id}/import`);
      if (index > 0 && !each) break;
      if (may.create) places.push(`/records/${id}/new`);
      const [first] = (await read(`/records/${id}?limit=1`)).items;
      if (first) places.push(`/records/${id}/${first.number}`);
    }
    const [objective] = (await read("/objectives").catch(() => ({ items: [] }))).items ?? [];
    return objective ? [...places, `/objectives/${objective.id}`] : places;
  }, each);
}

/** Chooses the last clause of the tree: what meets it comes into view. */
async function chooseClause(person, desk) {
  await person.page.goto(`${desk}/clauses`);
  const last = person.page.locator(".clause-tree a").last();
  const number = await last.locator(".figure").first().textContent();
  await last.scrollIntoViewIfNeeded();
  await last.click();
  await person.page.waitForFunction((number) => {
    const heading = document.querySelector(".clause-detail h2");
    const box = heading?.getBoundingClientRect();
    return box && heading.textContent.includes(number) && box.top >= 0 && box.bottom <= innerHeight;
  }, number);
}

/** Opens the pages that our own people and customers have on a phone: all of them in English, whose words are longer. */
export async function narrow({ browser, desk }) {
  const found = [];
  for (const language of ["zh", "en"]) {
    for (const login of ["representative", "yunling"]) {
      const person = await Person.signIn(browser, desk, login, { language, phone: true });
      person.understood = /^Failed to load resource/;
      for (const place of await placesOf(person.page, language === "en")) {
        await person.page.goto(desk + place);
        await person.page.locator("h1, .trouble").first().waitFor();
        await person.page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
        for (const one of await person.page.evaluate(tooWide)) found.push(`${language} ${login} ${place}: ${one}`);
      }
      if (login === "representative") await chooseClause(person, desk);
      await person.leave();
    }
  }
  if (found.length > 0) throw new Error(`wider than a phone:\n${found.join("\n")}`);
}
