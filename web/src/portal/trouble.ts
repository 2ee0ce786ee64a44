// Why something was not done, in words for somebody who has never heard of a server.
import { Refusal } from "../api/client";
import { useText } from "../text/language";

const WORDS: { [status: number]: string } = {
  0: "portal.fault_offline",
  401: "portal.fault_signed_out",
  403: "portal.fault_forbidden",
  404: "portal.fault_gone",
  409: "portal.fault_moved_on",
  412: "portal.fault_moved_on",
  413: "portal.fault_too_large",
  429: "portal.fault_often",
};

/** Whether the record has moved on since it was read. */
export const isStale = (error: unknown) => error instanceof Refusal && [409, 412].includes(error.status);

/** One sentence for a failure: what happened, that nothing is lost, what to do. */
export function usePlainReason(): (error: unknown) => string {
  const t = useText();
  return (error) => {
    if (!(error instanceof Refusal)) return t("portal.fault_other");
    const known = WORDS[error.status];
    if (known) return t(known);
    if (error.status === 422) return error.problem.fields?.[0]?.message ?? t("portal.fault_wrong");
    return t("portal.fault_other");
  };
}
