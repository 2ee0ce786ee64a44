// How one wants to see the page, and what one wants to be told of; kept on the server.
import { Link } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { type ReactNode, useId } from "react";
import { useChooseLanguage, useMe } from "../api/account";
import type { Language } from "../api/wire";
import { PageHelp } from "../help/PageHelp";
import { useOffered } from "../palette/offer";
import { useLabel, useLanguage, useText } from "../text/language";
import { momentIn } from "../text/time";
import { DENSITIES, THEMES, useChooseLook, useLook, ZONES } from "./look";
import { NoticeChoice } from "./NoticeChoice";
import "./settings.css";

const WORD = {
  system: "settings.system",
  light: "settings.light",
  dark: "settings.dark",
  compact: "settings.compact",
  comfortable: "settings.comfortable",
  browser: "settings.browser_zone",
  company: "settings.company_zone",
} as const;

export function SettingsPage() {
  const t = useText();
  const me = useMe().data;
  return (
    <div className="page settings-page">
      <header className="page-head">
        <h1>{t("settings.title")}</h1>
        <PageHelp id="settings" />
      </header>
      <Own />
      <Shown />
      <NoticeChoice />
      <section aria-labelledby="settings-more">
        <h2 id="settings-more">{t("settings.more")}</h2>
        <ul className="plain settings-links">
          <li>
            <Link to="/account">{t("settings.account")}</Link>
          </li>
          <Keys />
          {me?.administers ? (
            <>
              <li>
                <Link to="/settings/health">{t("upkeep.title")}</Link>
              </li>
              <li>
                <Link to="/setup">{t("settings.setup")}</Link>
              </li>
            </>
          ) : null}
        </ul>
      </section>
    </div>
  );
}

function Own() {
  const t = useText();
  const label = useLabel();
  const me = useMe().data;
  return (
    <section aria-labelledby="settings-own">
      <h2 id="settings-own">{t("settings.own")}</h2>
      <dl className="settings-facts">
        <dt>{t("account.name")}</dt>
        <dd>
          {me?.name} <span className="quiet">{t("settings.name_by")}</span>
        </dd>
        <dt>{t("account.login")}</dt>
        <dd>{me?.login}</dd>
        <dt>{t("settings.roles")}</dt>
        <dd>{[...new Set(me?.roles.map((role) => label(role.label)))].join(" · ")}</dd>
      </dl>
    </section>
  );
}

function Shown() {
  const t = useText();
  const me = useMe().data;
  const { language, choose } = useLanguage();
  const keepLanguage = useChooseLanguage();
  const look = useLook();
  const chooseLook = useChooseLook();
  const words = <T extends keyof typeof WORD>(all: readonly T[]) =>
    all.map((one) => ({ value: one, label: t(WORD[one]) }));
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shown = look.zone === "company" && me ? me.zone : here;
  return (
    <section aria-labelledby="settings-look">
      <h2 id="settings-look">{t("settings.look")}</h2>
      <Choice name={t("settings.language")}>
        {(labelledBy) => (
          <Segmented<Language>
            aria-labelledby={labelledBy}
            value={language}
            options={[
              { value: "zh", label: <span lang="zh-CN">中文</span> },
              { value: "en", label: <span lang="en">English</span> },
            ]}
            onChange={(chosen) => {
              choose(chosen);
              keepLanguage.mutate(chosen);
            }}
          />
        )}
      </Choice>
      <Choice name={t("settings.theme")}>
        {(labelledBy) => (
          <Segmented
            aria-labelledby={labelledBy}
            value={look.theme}
            options={words(THEMES)}
            onChange={(theme) => chooseLook({ theme })}
          />
        )}
      </Choice>
      <Choice name={t("settings.density")}>
        {(labelledBy) => (
          <Segmented
            aria-labelledby={labelledBy}
            value={look.density}
            options={words(DENSITIES)}
            onChange={(density) => chooseLook({ density })}
          />
        )}
      </Choice>
      <Choice
        name={t("settings.zone")}
        note={t("settings.now", { at: momentIn(new Date().toISOString(), shown), zone: shown })}
      >
        {(labelledBy) => (
          <Segmented
            aria-labelledby={labelledBy}
            value={look.zone}
            options={words(ZONES)}
            onChange={(zone) => chooseLook({ zone })}
          />
        )}
      </Choice>
    </section>
  );
}

function Choice({
  name,
  note,
  children,
}: {
  name: string;
  note?: string;
  children: (labelledBy: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="settings-choice">
      <span id={id}>{name}</span>
      <div>
        {children(id)}
        {note ? <p className="help">{note}</p> : null}
      </div>
    </div>
  );
}

/** Where keys do anything, their sheet. */
function Keys() {
  const t = useText();
  const sheet = useOffered().find((offer) => offer.id === "keys");
  if (!sheet) return null;
  return (
    <li>
      <Button type="link" className="settings-link" onClick={sheet.run}>
        {t("frame.keys")}
      </Button>
    </li>
  );
}
