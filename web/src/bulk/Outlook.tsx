// What would come, or what came, of the chosen records: how many of each, what is to be known before, each by itself.
import { Button } from "antd";
import type { Process } from "../api/wire";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";
import { Lines } from "./Lines";
import { count, type Line, type Plan } from "./plan";
import { RunUnderway } from "./RunUnderway";
import { isDone, type Run } from "./useRun";

interface OutlookProps {
  process: Process;
  plan: Plan;
  lines: Line[];
  run: Run;
}

export function Outlook({ process, plan, lines, run }: OutlookProps) {
  const t = useText();
  const { course, error, isRunning } = run;
  if (!course) return null;
  const isTrial = course.isTrial;
  const waiting = count(lines, "waiting");
  const counts = [
    { word: t(isTrial ? "bulk.will_change" : "bulk.has_changed"), n: count(lines, "changed"), hue: "done" },
    { word: t("bulk.refused"), n: count(lines, "refused"), hue: "late" },
    { word: t("bulk.same"), n: count(lines, "same"), hue: "" },
    ...(waiting > 0 && !isTrial
      ? [{ word: t(isRunning ? "bulk.to_go" : "bulk.not_reached"), n: waiting, hue: "" }]
      : []),
  ];
  const isShort = !isRunning && !isDone(course);
  const name = t(isTrial ? "bulk.preview" : "bulk.result");
  const values = { done: course.results.length, of: course.of };
  const canUndo = plan.kind === "edit" || (plan.kind === "deeds" && plan.macro.sets_only !== null);
  const isOver = !isRunning && !isTrial && isDone(course);
  return (
    <>
      <RunUnderway run={run} word={isTrial ? "bulk.trying" : "bulk.doing"} />
      {error ? (
        <>
          <Fault error={error} />
          {isTrial ? <Button onClick={run.goOn}>{t("bulk.go_on")}</Button> : null}
          {isTrial ? null : <p className="notice">{t("bulk.broke_off", values)}</p>}
        </>
      ) : null}
      {isShort && !error && !isTrial ? <p className="notice">{t("bulk.stopped", values)}</p> : null}
      <dl className="counts">
        {counts.map(({ word, n, hue }) => (
          <div key={word} className={n > 0 ? hue : ""}>
            <dt>{word}</dt>
            <dd className="figure">{n}</dd>
          </div>
        ))}
      </dl>
      {isTrial && !canUndo ? <p className="notice">{t("bulk.no_undo")}</p> : null}
      {isTrial && canUndo ? (
        <>
          <p className="quiet">{t("bulk.can_undo")}</p>
          <p className="quiet">{t("bulk.following")}</p>
        </>
      ) : null}
      {plan.kind === "step" && plan.comment.trim() ? (
        <p className="quiet bulk-words">{t("bulk.says", { words: plan.comment.trim() })}</p>
      ) : null}
      {isOver && count(lines, "refused") > 0 ? <p className="quiet">{t("bulk.refused_stay")}</p> : null}
      {isTrial && isDone(course) && count(lines, "changed") === 0 ? (
        <p className="notice">{t("bulk.none_change")}</p>
      ) : null}
      {isTrial && isRunning ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys, too
        <section className="scroll" tabIndex={0} aria-label={name}>
          <Lines process={process} plan={plan} lines={lines} of={isTrial ? "trial" : isRunning ? "running" : "over"} />
        </section>
      )}
    </>
  );
}
