// The text of an overlay as it is written, checked by the server in each pause.
import { useCheck } from "../api/overlay";
import { Fault } from "../look/Fault";
import { ProblemList } from "../look/ProblemList";
import { useText } from "../text/language";
import { CodeEditor } from "./CodeEditor";
import type { EditorProps } from "./registry";
import { Warnings } from "./Warnings";

export function OverlayEditor(props: EditorProps) {
  const t = useText();
  const check = useCheck(props.value);
  const isEmpty = props.value.trim() === "";
  const problems = isEmpty ? [] : (check.data?.items ?? []);
  const warnings = isEmpty ? [] : (check.data?.warnings ?? []);
  const lines = new Set(problems.map((problem) => problem.line));
  return (
    <>
      <CodeEditor {...props} faulty={lines} />
      <div className="check" aria-live="polite" aria-busy={check.isBehind}>
        {isEmpty ? (
          <p className="quiet">{t("content.check_waits")}</p>
        ) : check.isBehind ? (
          <p className="quiet">{t("content.checking")}</p>
        ) : check.isError ? (
          <Fault error={check.error} />
        ) : problems.length === 0 ? (
          <p className="sound">✓ {t("content.no_problems")}</p>
        ) : (
          <p className="fault">{t("content.problems", { n: problems.length })}</p>
        )}
        {problems.length > 0 ? <ProblemList problems={problems} /> : null}
        <Warnings warnings={warnings} />
      </div>
    </>
  );
}
