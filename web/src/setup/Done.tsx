// After the last step: what is still missing, what comes next, and laying down what was held for the first days.
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useProcess } from "../api/definitions";
import { useNoteSetup } from "../api/guide";
import { useOnce } from "../api/once";
import { useChanges, useRecord } from "../api/record";
import type { Reference, Setup } from "../api/wire";
import { Fault } from "../look/Fault";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";

export function Done({ setup }: { setup: Setup }) {
  const t = useText();
  const label = useLabel();
  const note = useNoteSetup();
  const open = setup.steps.filter((step) => !step.done);
  const vacant = setup.roles.filter((role) => role.holders.length === 0);
  return (
    <section className="setup-pane" aria-labelledby="setup-done">
      <h2 id="setup-done">{t(setup.finished ? "setup.all_done" : "setup.not_all_done")}</h2>
      {open.length > 0 ? (
        <ul className="setup-open">
          {open.map((step) => (
            <li key={step.id}>
              <Link to="/setup" search={{ step: step.id }}>
                {label(step.label)}
              </Link>{" "}
              <span className="quiet">{step.missing.map((one) => label(one)).join(t("import.comma"))}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <h3>{t("setup.what_next")}</h3>
      <ul className="plain">
        {vacant.length > 0 ? (
          <li>
            <Link to="/setup" search={{ step: "roles" }}>
              {t("setup.fill_vacancies", { n: vacant.length })}
            </Link>
          </li>
        ) : null}
        <li>
          <Link to="/clauses">{t("setup.look_at_clauses")}</Link>
        </li>
        <li>
          <Link to="/objectives">{t("setup.look_at_objectives")}</Link>
        </li>
        <li>
          <Link to="/glossary">{t("setup.look_at_glossary")}</Link>
        </li>
      </ul>
      {setup.founding.map(({ record, until }) => (
        <LayDown key={record.id} record={record} until={until} />
      ))}
      <Fault error={note.error} />
      <div className="form-end setup-end">
        {setup.dismissed ? (
          <span className="quiet">{t("setup.put_away")}</span>
        ) : (
          <Button
            type={setup.finished ? "primary" : "default"}
            loading={note.isPending}
            onClick={() => note.mutate({ dismissed: true })}
          >
            {t("setup.dismiss")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The assignment held for the first days, with the steps that end it. */
function LayDown({ record, until }: { record: Reference; until: string | null | undefined }) {
  const t = useText();
  const at = { process: record.process, number: record.number };
  const found = useRecord(at).data;
  const { transition } = useChanges(at);
  const label = useLabel();
  const lay = useOnce(async (id: string) => found && transition.mutateAsync({ id, body: {}, version: found.version }));
  const steps = useProcess(record.process)?.transitions ?? [];
  const offered = steps.filter((step) =>
    found?.actions.some((action) => action.allowed && action.id === `transition:${step.id}`),
  );
  return (
    <div className="notice">
      <p>
        {until ? t("setup.founding_until", { until }) : t("setup.founding")} <RecordLink to={record} withNumber />
      </p>
      <p className="quiet">{t("setup.lay_down_why")}</p>
      {offered.map((step) => (
        <Button key={step.id} size="small" loading={lay.isBusy} onClick={() => lay.run(step.id)}>
          {label(step.label)}
        </Button>
      ))}
      <Fault error={transition.error} />
    </div>
  );
}
