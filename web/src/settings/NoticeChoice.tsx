// What one wants to be told of. What is switched off is not told at all.
import { Checkbox } from "antd";
import { usePreference } from "../api/preference";
import { useText } from "../text/language";
import { FollowedViews } from "./FollowedViews";

/** The kinds of notices, as the server knows them, each with its words. */
const KINDS = [
  ["commented", "settings.told_commented"],
  ["moved", "settings.told_moved"],
  ["mentioned", "settings.told_mentioned"],
  ["watched_commented", "settings.told_watched_commented"],
  ["watched_moved", "settings.told_watched_moved"],
  ["view_gained", "settings.told_view_gained"],
] as const;

export function NoticeChoice() {
  const t = useText();
  const [kept, keep] = usePreference("notices");
  const off = offOf(kept);
  const change = (kind: string, wanted: boolean) =>
    keep({ off: wanted ? off.filter((one) => one !== kind) : [...off, kind] });
  return (
    <section aria-labelledby="settings-notices">
      <h2 id="settings-notices">{t("settings.notices")}</h2>
      <ul className="plain">
        {KINDS.map(([kind, word]) => (
          <li key={kind}>
            <Checkbox checked={!off.includes(kind)} onChange={({ target }) => change(kind, target.checked)}>
              {t(word)}
            </Checkbox>
          </li>
        ))}
      </ul>
      <p className="help">{t("settings.always_told")}</p>
      <FollowedViews />
    </section>
  );
}

function offOf(kept: unknown): string[] {
  const off = (kept as { off?: unknown } | undefined)?.off;
  return Array.isArray(off) ? off.filter((one) => typeof one === "string") : [];
}
