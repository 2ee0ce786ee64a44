// Why one of several records was refused, in its reader's words.
import { fieldOf } from "../api/definitions";
import type { BulkResult, Process } from "../api/wire";
import { useLabel, useText } from "../text/language";

export function useRefused(process: Process): (problem: BulkResult["problem"]) => string {
  const t = useText();
  const label = useLabel();
  return (problem) => {
    if (!problem) return "";
    const { title, detail, fields = [] } = problem;
    // What is wrong with the words, or with the macro, is no field's: the refusal says whose it is.
    if (detail && fields.some(({ field }) => !fieldOf(process, field))) return detail;
    const named = fields.map(({ field, message }) =>
      message ? t("bulk.fault", { field: label(fieldOf(process, field)?.label, field), message }) : "",
    );
    const faults = named.filter((fault) => fault !== "");
    if (faults.length > 0) return faults.join(t("bulk.semicolon"));
    // What others have changed meanwhile is named; by how much of it they did so tells nobody anything.
    if (problem.status === 412) {
      const changed = conflictsOf(problem).map((field) => label(fieldOf(process, field)?.label, field));
      return changed.length > 0 ? t("bulk.fault", { field: title, message: changed.join(t("bulk.comma")) }) : title;
    }
    return detail ? t("look.said", { title, detail }) : title;
  };
}

/** The fields that stand in the way of a change, as the refusal names them. */
function conflictsOf(problem: object): string[] {
  if (!("conflicts" in problem) || !Array.isArray(problem.conflicts)) return [];
  return problem.conflicts.map(({ field }: { field: string }) => field);
}
