// How far it is with many records.
import { shareOf, Underway } from "../look/Underway";
import { useText } from "../text/language";
import type { Run } from "./useRun";

interface RunUnderwayProps {
  run: Run;
  /** What is under way, with how many are `done` `of` all. */
  word: string;
}

export function RunUnderway({ run, word }: RunUnderwayProps) {
  const t = useText();
  if (!run.course || !run.isRunning) return null;
  const { of, results, isTrial } = run.course;
  const done = results.length;
  return (
    <Underway
      className="bulk-progress"
      share={shareOf(done, of)}
      label={t("bulk.progress")}
      end={{ word: t(isTrial ? "bulk.cancel" : "bulk.stop"), isUnderway: run.isStopping, run: run.stop }}
    >
      {run.isStopping ? t("bulk.stopping") : t(word, { done, of })}
    </Underway>
  );
}
