// The first day of a company, step by step. Where one stands is kept on the server; what is done is read from what there is.
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import { useEffect, useEffectEvent, useRef } from "react";
import { useMe } from "../api/account";
import { useNoteSetup, useSetup } from "../api/guide";
import type { Setup, SetupStep } from "../api/wire";
import { Missing } from "../frame/Missing";
import { Terms } from "../glossary/Term";
import { PageHelp } from "../help/PageHelp";
import { CheckIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Done } from "./Done";
import { partOf } from "./registry";
import "./setup.css";

/** The page after the last step. */
const END = "done";

export function SetupPage() {
  const administers = useMe().data?.administers;
  const setup = useSetup(administers);
  if (!administers) return <Missing />;
  if (setup.isPending) {
    return (
      <div className="page">
        <Shape rows={12} />
      </div>
    );
  }
  if (setup.isError) return <Trouble error={setup.error} retry={() => void setup.refetch()} />;
  return <Steps setup={setup.data} />;
}

function Steps({ setup }: { setup: Setup }) {
  const t = useText();
  const navigate = useNavigate();
  const asked = useSearch({ from: "/inside/setup" }).step;
  const { steps } = setup;
  const first = steps.find((step) => !step.done)?.id ?? END;
  const at = [asked, setup.at, first].find((id) => id === END || steps.some((step) => step.id === id)) ?? END;
  const note = useNoteSetup();
  const remember = useEffectEvent((step: string) => {
    if (step !== END && step !== setup.at) note.mutate({ at: step, dismissed: setup.dismissed });
  });
  useEffect(() => remember(at), [at]);
  const go = (step: string) => void navigate({ to: "/setup", search: { step } });
  const index = steps.findIndex((step) => step.id === at);
  const step = steps[index];
  const done = steps.filter((one) => one.done).length;
  return (
    <div className="page setup-page">
      <header className="page-head">
        <h1>{t("setup.title")}</h1>
        <PageHelp id="setup" />
        <span className="setup-share">
          <Progress
            percent={Math.round((done / steps.length) * 100)}
            size="small"
            showInfo={false}
            aria-label={t("setup.progress", { done, all: steps.length })}
          />
          <span className="quiet figure">{t("setup.progress", { done, all: steps.length })}</span>
        </span>
      </header>
      <div className="setup-panes">
        <nav aria-label={t("setup.steps")}>
          <ol className="setup-steps">
            {steps.map((one, n) => (
              <li key={one.id}>
                <StepLink step={one} n={n + 1} isHere={one.id === at} />
              </li>
            ))}
          </ol>
        </nav>
        {step ? (
          <StepPane
            key={at}
            setup={setup}
            step={step}
            n={index + 1}
            onBack={index > 0 ? () => go(steps[index - 1]?.id ?? END) : undefined}
            onNext={() => go(steps[index + 1]?.id ?? END)}
          />
        ) : (
          <Done setup={setup} />
        )}
      </div>
    </div>
  );
}

function StepLink({ step, n, isHere }: { step: SetupStep; n: number; isHere: boolean }) {
  const t = useText();
  const label = useLabel();
  return (
    <Link
      to="/setup"
      search={{ step: step.id }}
      className={["setup-step", step.done ? "done" : "", isHere ? "here" : ""].filter(Boolean).join(" ")}
      activeOptions={{ includeSearch: true, exact: true }}
    >
      <span className="setup-mark">{step.done ? <CheckIcon label={t("setup.is_done")} /> : n}</span>
      <span>{label(step.label)}</span>
    </Link>
  );
}

/** What the step asks for, each with whether it is there. */
function Needs({ step }: { step: SetupStep }) {
  const t = useText();
  const label = useLabel();
  return (
    <div className="setup-needs">
      <h3>{t("setup.needs")}</h3>
      <ul className="plain">
        {step.rules.map((rule) => (
          <li key={rule.label.en} className={rule.state === "met" ? "met" : undefined}>
            <span className="setup-mark">
              {rule.state === "met" ? (
                <CheckIcon label={t("setup.is_there")} />
              ) : (
                <span className="unseen">{t("setup.missing")}</span>
              )}
            </span>
            {label(rule.label)}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface StepPaneProps {
  setup: Setup;
  step: SetupStep;
  n: number;
  onBack: (() => void) | undefined;
  onNext: () => void;
}

function StepPane({ setup, step, n, onBack, onNext }: StepPaneProps) {
  const t = useText();
  const label = useLabel();
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever goes on by keyboard goes on at the top of the step, which is where the step begins.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const Part = partOf(step.id);
  return (
    <section className="setup-pane" aria-labelledby="setup-step">
      <p className="quiet setup-place">{t("setup.place", { n, all: setup.steps.length })}</p>
      <h2 id="setup-step" ref={heading} tabIndex={-1}>
        {label(step.label)}
      </h2>
      <p className="setup-purpose">
        <Terms of={step.purpose} />
      </p>
      <Part setup={setup} step={step} />
      <Needs step={step} />
      <div className="form-end setup-end">
        {onBack ? <Button onClick={onBack}>{t("setup.back")}</Button> : null}
        <Button type={step.done ? "primary" : "default"} onClick={onNext}>
          {t(step.done ? "setup.next" : "setup.skip")}
        </Button>
      </div>
    </section>
  );
}
