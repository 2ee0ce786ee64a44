// The texts that can be put in, while one is looked for: the arrows choose, Enter takes; what is chosen is shown as it will stand.
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { ofContent, useDefinitions } from "../api/definitions";
import { Fault } from "../look/Fault";
import { LockIcon } from "../look/icon";
import { useLabel, useLanguage, useText } from "../text/language";
import type { Templates } from "./useTemplates";
import "./template.css";

export function TemplateList({ id, templates }: { id: string; templates: Templates }) {
  const t = useText();
  const { language } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const { isOpen, isPending, found, at, sought, error, take } = templates;
  const isShown = isOpen && found.length > 0;
  // On a phone the list would begin below what one sees.
  useEffect(() => {
    if (isShown) place.current?.scrollIntoView?.({ block: "nearest" });
  }, [isShown]);
  if (!isOpen || (isPending && !error)) return null;
  if (error) return <Fault error={error} />;
  if (found.length === 0) return <Nothing sought={sought} />;
  const chosen = found[at];
  return (
    <div ref={place} className="template-list">
      <div id={id} role="listbox" aria-label={t("compose.templates")}>
        {found.map((template, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys stand on the text that is being written
          <div
            key={template.number}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(template)}
          >
            <span className="name">{template.title}</span>
            {template.internal_only ? (
              <span className="quiet">
                <LockIcon /> {t("compose.internal_only")}
              </span>
            ) : null}
            {template.language && template.language !== language ? (
              <span className="quiet">
                {t(template.language === "en" ? "compose.in_english" : "compose.in_chinese")}
              </span>
            ) : null}
            {template.keyword ? <kbd>{template.keyword}</kbd> : null}
          </div>
        ))}
      </div>
      {chosen ? <pre className="template-look">{chosen.text}</pre> : null}
    </div>
  );
}

/** What would be here, and how the first is made. */
function Nothing({ sought }: { sought: string }) {
  const t = useText();
  const keeper = ofContent(useDefinitions().processes, "text_template")[0];
  return (
    <p className="template-list quiet" role="status">
      {sought === "" ? t("compose.no_templates") : t("compose.no_template_like", { sought })}{" "}
      {keeper?.may.create ? (
        <Link
          to="/records/$process/new"
          params={{ process: keeper.id }}
          onMouseDown={(event) => event.preventDefault()}
        >
          {t("compose.make_template")}
        </Link>
      ) : null}
    </p>
  );
}

/** What of a text that was put in nobody could fill. */
export function Gaps({ templates: { gaps } }: { templates: Templates }) {
  const t = useText();
  const label = useLabel();
  if (gaps.length === 0) return null;
  return (
    <p className="notice" role="status">
      {t("compose.gaps", { n: gaps.length, names: gaps.map((gap) => label(gap)).join(t("timeline.and")) })}
    </p>
  );
}
