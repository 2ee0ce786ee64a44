// What is left of the first day, on an administrator's home page until it is finished or put away.
import { Link } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import { useMe } from "../api/account";
import { useNoteSetup, useSetup } from "../api/guide";
import { CloseIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import "./setup.css";

export function FirstSteps() {
  const t = useText();
  const label = useLabel();
  const administers = Boolean(useMe().data?.administers);
  const setup = useSetup(administers).data;
  const note = useNoteSetup();
  if (!administers || !setup?.steps || setup.finished || setup.dismissed) return null;
  const done = setup.steps.filter((step) => step.done).length;
  const next = setup.steps.find((step) => !step.done);
  return (
    <section className="first-steps" aria-labelledby="first-steps">
      <div className="first-steps-line">
        <h2 id="first-steps">{t("setup.card")}</h2>
        <Progress
          percent={Math.round((done / setup.steps.length) * 100)}
          size="small"
          showInfo={false}
          aria-label={t("setup.progress", { done, all: setup.steps.length })}
        />
        <span className="quiet figure">{t("setup.progress", { done, all: setup.steps.length })}</span>
        <Button
          type="text"
          size="small"
          icon={<CloseIcon />}
          aria-label={t("setup.dismiss")}
          onClick={() => note.mutate({ at: setup.at ?? undefined, dismissed: true })}
        />
      </div>
      {next ? (
        <>
          <p className="quiet">{label(next.purpose)}</p>
          <Link to="/setup" search={{ step: next.id }}>
            {t("setup.go_on", { step: label(next.label) })}
          </Link>
        </>
      ) : null}
    </section>
  );
}
