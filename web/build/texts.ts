// The interface texts: read from definitions/locale, checked against what the code uses, compiled to one module.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "smol-toml";
import type { Plugin } from "vite";

export interface Text {
  zh: string;
  en: string;
}

const MODULE = "virtual:texts";
const RESOLVED = `\0${MODULE}`;

/** All texts by key, `<file>.<key>`. A text without both languages is a fault. */
export function readTexts(folder: string): { texts: Map<string, Text>; faults: string[] } {
  const texts = new Map<string, Text>();
  const faults: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".toml")) continue;
    const area = basename(file, ".toml");
    for (const [name, value] of Object.entries(parse(readFileSync(join(folder, file), "utf8")))) {
      const key = `${area}.${name}`;
      const { zh, en } = value as unknown as Partial<Text>;
      if (!zh || !en) faults.push(`${file}: \`${name}\` lacks ${zh ? "en" : "zh"}`);
      else if (holes(zh) !== holes(en)) faults.push(`${file}: \`${name}\` has other {holes} in zh than in en`);
      texts.set(key, { zh: zh ?? key, en: en ?? key });
    }
  }
  return { texts, faults };
}

function holes(text: string): string {
  return [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1])
    .sort()
    .join();
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

/** What is wrong between the texts and the code: keys used but absent, and keys that nothing uses. */
export function compareTexts(texts: Map<string, Text>, folder: string): string[] {
  const areas = new Set([...texts.keys()].map((key) => key.split(".")[0]));
  const used = new Map<string, string>();
  for (const file of sources(folder)) {
    for (const match of readFileSync(file, "utf8").matchAll(/"([a-z_]+)\.([a-z_]+)"/g)) {
      if (areas.has(match[1])) used.set(`${match[1]}.${match[2]}`, file);
    }
  }
  const pageAreas = new Set([...used.keys()].map((key) => key.split(".")[0]));
  const absent = [...used].filter(([key]) => !texts.has(key)).map(([key, file]) => `${file}: no text \`${key}\``);
  const idle = [...texts.keys()].filter((key) => pageAreas.has(key.split(".")[0]) && !used.has(key));
  return [...absent, ...idle.map((key) => `definitions/locale: nothing uses \`${key}\``)];
}

/** Makes `virtual:texts` and fails the build when texts and code don't agree. */
export function texts(options: { locale: string; source: string }): Plugin {
  return {
    name: "yuheng-texts",
    buildStart() {
      const { texts, faults } = readTexts(options.locale);
      const all = [...faults, ...compareTexts(texts, options.source)];
      if (all.length > 0 && this.meta.watchMode === false) this.error(all.join("\n"));
      for (const fault of all) this.warn(fault);
    },
    resolveId(id) {
      return id === MODULE ? RESOLVED : undefined;
    },
    load(id) {
      if (id !== RESOLVED) return undefined;
      const { texts } = readTexts(options.locale);
      return `export default ${JSON.stringify(Object.fromEntries(texts))};`;
    },
  };
}
