// What controls are called, read from the same files as the page and the program: interface texts and definitions.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parse } from "smol-toml";

const DEFINITIONS = resolve(import.meta.dirname, "../../definitions");

const read = (...path) => parse(readFileSync(join(DEFINITIONS, ...path), "utf8"));

/** Interface texts by key, `record.submit`. */
export function interfaceTexts(language) {
  const texts = new Map();
  for (const file of readdirSync(join(DEFINITIONS, "locale"))) {
    for (const [name, label] of Object.entries(read("locale", file))) {
      texts.set(`${basename(file, ".toml")}.${name}`, label[language]);
    }
  }
  return (key, values = {}) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`no text ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
}

/** The label of a step of the first day, and of a role. */
processLabels.setup = (step, language) =>
  parse(readFileSync(join(DEFINITIONS, "setup.toml"), "utf8"))[step].label[language];
processLabels.role = (role, language) => read("role", `${role}.toml`).label[language];

/** A table over another: what both hold as tables is laid together, else the upper one's stands. */
const over = (upper, lower) => {
  const both = Object.entries(upper).map(([key, value]) => {
    const isTable = [value, lower[key]].every((one) => one?.constructor === Object);
    return [key, isTable ? over(value, lower[key]) : value];
  });
  return { ...lower, ...Object.fromEntries(both) };
};

/** A process with the shared parts that it takes. */
function whole(id) {
  const process = read("process", `${id}.toml`);
  return (process.with ?? []).reduce((above, part) => over(above, read("with", `${part}.toml`)), process);
}

/** Labels of a process, its fields, options, states and transitions. */
export function processLabels(id, language) {
  const process = whole(id);
  return {
    process: process.label[language],
    kind: (process.ask ?? process.label)[language],
    field: (name) => process.fields[name].label[language],
    ask: (name) => (process.fields[name].ask ?? process.fields[name].label)[language],
    column: (field, name) => process.fields[field].columns[name].label[language],
    option: (field, name) => process.fields[field].options[name][language],
    state: (name) => process.states[name].label[language],
    transition: (name) => process.transitions[name].label[language],
    clock: (name) => process.clocks[name].label[language],
  };
}
