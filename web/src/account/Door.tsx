// What stands before the page: a name, one form, the language.
import type { ReactNode } from "react";
import { LanguageSwitch } from "../frame/LanguageSwitch";
import { useText } from "../text/language";

export function Door({ title, children }: { title: string; children: ReactNode }) {
  const t = useText();
  return (
    <main className="door">
      <div className="door-card">
        <div className="door-brand">
          <img src="/favicon.svg" alt="" width={32} height={32} />
          <span>{t("account.brand")}</span>
          <LanguageSwitch />
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
