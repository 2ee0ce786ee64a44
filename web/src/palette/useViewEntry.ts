// A saved view as an entry: it leads to its list, from wherever one is.
import { useNavigate } from "@tanstack/react-router";
import { useDefinitions } from "../api/definitions";
import { listedBy } from "../api/views";
import type { ListedRecord } from "../api/wire";
import { focusContent } from "../look/focus";
import { useLabel, useText } from "../text/language";
import type { Entry } from "./entry";

/** The entry of a view; none, where its list is not there for whoever looks. */
export function useViewEntry() {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const { processes } = useDefinitions();
  return (view: ListedRecord): Entry | undefined => {
    const process = processes.find(({ id }) => id === listedBy(view));
    if (!process) return undefined;
    return {
      id: `view:${view.number}`,
      kind: "view",
      text: t("palette.view", { view: view.title ?? view.number }),
      detail: label(process.label),
      run: () => {
        void navigate({
          to: "/records/$process",
          params: { process: process.id },
          search: { view: view.number },
        });
        focusContent();
      },
    };
  };
}
