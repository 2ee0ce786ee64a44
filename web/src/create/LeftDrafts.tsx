// What was begun in another tab or on another device and not sent: offered above an empty form, one press to go on with it.
import { Link } from "@tanstack/react-router";
import type { Draft, Process } from "../api/wire";
import { useText } from "../text/language";
import { near } from "../text/time";
import { titleOf } from "./draft";
import "./drafts.css";

const MOST = 3;

export function LeftDrafts({ process, drafts }: { process: Process; drafts: Draft[] }) {
  const t = useText();
  if (drafts.length === 0) return null;
  return (
    <nav className="left-drafts" aria-label={t("create.left")}>
      <span className="quiet">{t("create.left")}</span>
      <ul className="plain">
        {drafts.slice(0, MOST).map((draft) => (
          <li key={draft.key}>
            <Link to="/records/$process/new" params={{ process: process.id }} search={{ draft: draft.key }}>
              {titleOf(process, draft) || t("folder.draft_empty")}
            </Link>{" "}
            <time className="quiet" dateTime={draft.updated_at}>
              {near(draft.updated_at)}
            </time>
          </li>
        ))}
        {drafts.length > MOST ? (
          <li>
            <Link to="/" search={{ list: "drafts" }}>
              {t("create.left_more", { n: drafts.length - MOST })}
            </Link>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}
