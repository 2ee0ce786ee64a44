// How far it is with many records, and how to end it.
import { Button, Progress } from "antd";
import { useText } from "../text/language";
import type { Run } from "./useRun";

interface ProgressingProps {
  run: Run;
  /** What is under way, with how many are `done` `of` all. */
  word: string;
}

export function Progressing({ run, word }: ProgressingProps) {
  const t = useText();
  if (!run.course || !run.isRunning) return null;
  const { of, results, isTrial } = run.course;
  const values = { done: results.length, of };
  return (
    <div role="status" className="bulk-progress">
      <Progress
        percent={of > 0 ? Math.floor((results.length / of) * 100) : 0}
        size="small"
        status="active"
        aria-label={t("bulk.progress")}
      />
      <p className="quiet figure">{run.isStopping ? t("bulk.stopping") : t(word, values)}</p>
      <Button size="small" disabled={run.isStopping} onClick={run.stop}>
        {t(isTrial ? "bulk.cancel" : "bulk.stop")}
      </Button>
    </div>
  );
}
