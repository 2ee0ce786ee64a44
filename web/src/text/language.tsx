// The language of the page: which one is chosen, interface texts in it, labels in it.

import texts from "virtual:texts";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { setApiLanguage } from "../api/client";
import { storedText, storeText } from "../api/storage";
import type { Label, Language } from "../api/wire";

const STORED = "yuheng.language";

interface Chosen {
  language: Language;
  choose: (language: Language) => void;
  /** What the account has chosen elsewhere, and what the organisation speaks: for whoever has chosen nothing here. */
  offer: (own: Language | null | undefined, organisation: Language | null | undefined) => void;
}

const LanguageContext = createContext<Chosen>({ language: "zh", choose: () => undefined, offer: () => undefined });

function chosen(): Language | undefined {
  const stored = storedText("browser", STORED);
  return stored === "zh" || stored === "en" ? stored : undefined;
}

/** The first of the browser's languages that the page speaks. */
function asked(): Language | undefined {
  const wanted = navigator.languages.map((one) => one.slice(0, 2).toLowerCase());
  return wanted.find((one): one is Language => one === "zh" || one === "en");
}

const first = (): Language => chosen() ?? asked() ?? "en";

/** Gives everything below it the chosen language. */
export function LanguageProvider({ children, initial }: { children: ReactNode; initial?: Language }) {
  const [language, setLanguage] = useState<Language>(() => initial ?? first());
  setApiLanguage(language);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    storeText("browser", STORED, chosen);
    setLanguage(chosen);
  }, []);
  const offer = useCallback<Chosen["offer"]>((own, organisation) => {
    const offered = own ?? (asked() ? undefined : organisation);
    if (offered && !chosen()) setLanguage(offered);
  }, []);
  const value = useMemo(() => ({ language, choose, offer }), [language, choose, offer]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** Everything below it in another language than the page: a form as others will read it. */
export function InLanguage({ language, children }: { language: Language; children: ReactNode }) {
  const chosen = useContext(LanguageContext);
  const value = useMemo(() => ({ ...chosen, language }), [chosen, language]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export const useLanguage = () => useContext(LanguageContext);

export type TextOf = (key: string, values?: { [name: string]: string | number }) => string;

/** Interface texts by key; `{name}` in a text is filled from the values. */
export function useText(): TextOf {
  const { language } = useLanguage();
  return useCallback(
    (key, values) => {
      const text = texts[key]?.[language] ?? key;
      return values ? text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? "")) : text;
    },
    [language],
  );
}

/** A label of the definitions in the chosen language. */
export function useLabel(): (label: Label | undefined | null, otherwise?: string) => string {
  const { language } = useLanguage();
  return useCallback((label, otherwise = "") => label?.[language] || label?.zh || otherwise, [language]);
}

/** An interface text in both languages, for whoever looks for it by either; its holes are filled with texts or with labels. */
export function inBoth(key: string, values: { [name: string]: string | number | Label } = {}): Label {
  const said = (language: Language) =>
    (texts[key]?.[language] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? "";
      return typeof value === "object" ? (value[language] ?? value.zh) : String(value);
    });
  return { zh: said("zh"), en: said("en") };
}
