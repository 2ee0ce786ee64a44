// Words for what stands in a definition under ids: roles and other holders, parties, kinds.
import { useDefinitions } from "../api/definitions";
import type { Written } from "../api/shape";
import { useLabel, useText } from "../text/language";

export function useWords(shape: Written) {
  const t = useText();
  const label = useLabel();
  const { roles } = useDefinitions();
  const field = (id: string) => label(shape.fields[id]?.label, id);
  const state = (id: string) => label(shape.states[id]?.label, id);
  const step = (id: string) => label(shape.transitions?.[id]?.label, id);
  const role = (id: string) => label(roles.find((one) => one.id === id)?.label, id);
  /** A role, or whom a field names. */
  const holder = (id: string) => (id.startsWith("@") ? t("shape.named", { field: field(id.slice(1)) }) : role(id));
  const party = (id: string) => {
    const [part, name = ""] = id.split(":");
    if (part === "opener") return t("shape.opener");
    if (part === "doer") return t("shape.doer", { step: step(name) });
    if (part === "voter") return t("shape.voter", { step: step(name) });
    return holder(id);
  };
  const list = (ids: string[] | undefined, word: (id: string) => string) =>
    (ids ?? []).map(word).join(t("shape.between"));
  return { field, state, step, role, holder, party, list };
}

export type Words = ReturnType<typeof useWords>;
