// What is shown while something loads (its shape, after a moment) and what when it failed.
import { Button, Empty, Skeleton } from "antd";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { Refusal } from "../api/client";
import { useText } from "../text/language";
import { ProblemList } from "./ProblemList";

/** For how many milliseconds one takes no notice of waiting. */
const UNNOTICED = 150;

/** Whether something has lasted for so long that it is to be seen. */
export function useLasting(is: boolean): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!is) return;
    const timer = setTimeout(() => setLasting(true), UNNOTICED);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [is]);
  return is && isLasting;
}

/** The shape of what comes, only if it is long in coming. */
export function Shape({ rows = 6 }: { rows?: number }) {
  const isLate = useLasting(true);
  return <div aria-busy="true">{isLate ? <Skeleton active title={false} paragraph={{ rows }} /> : null}</div>;
}

/** What happened, and what to do. */
export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useText();
  const problems = error instanceof Refusal ? (error.problem.problems ?? []) : [];
  return (
    <div className="trouble" role="alert">
      <strong>{useTroubleTitle(error)}</strong>
      <p>{useTroubleDetail(error)}</p>
      {problems.length > 0 ? <ProblemList problems={problems} /> : null}
      {retry && problems.length === 0 ? <Button onClick={retry}>{t("look.retry")}</Button> : null}
    </div>
  );
}

function useTroubleTitle(error: unknown): string {
  const t = useText();
  if (!(error instanceof Refusal)) return t("look.failed");
  if (error.status === 0) return t("look.offline");
  return error.problem.title || t("look.failed");
}

function useTroubleDetail(error: unknown): string {
  const t = useText();
  // Where the server itself failed, what is safe is all that there is to say.
  const fallback = error instanceof Refusal && error.status > 0 && error.status < 500 ? "" : t("look.safe");
  if (error instanceof Refusal && error.status !== 0) return error.problem.detail ?? fallback;
  return t("look.safe");
}

/** One line that says why something failed. */
export function useReason(): (error: unknown) => string {
  const t = useText();
  return useCallback(
    (error) => {
      if (!(error instanceof Refusal)) return t("look.failed");
      if (error.status === 0) return t("look.said", { title: t("look.offline"), detail: t("look.safe") });
      const { title, detail, fields } = error.problem;
      return detail && !fields?.length ? t("look.said", { title, detail }) : (detail ?? title);
    },
    [t],
  );
}

/** What would be here, and how to make the first. */
export function Nothing({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <Empty className="nothing" image={null} description={text}>
      {children}
    </Empty>
  );
}
