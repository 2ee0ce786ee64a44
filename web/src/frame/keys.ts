// The keys that work on every page: `/` finds, `n` opens a new record, `?` shows all of them.
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useDefinitions } from "../api/definitions";

/** Whether a key press is meant for what is being typed. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  const typing = target?.closest(
    "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=combobox]",
  );
  return Boolean(typing) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
}

/** Listens to the keys; says whether their sheet is shown. */
export function useFrameKeys(): [boolean, (shown: boolean) => void] {
  const [sheet, setSheet] = useState(false);
  const navigate = useNavigate();
  const { process } = useParams({ strict: false });
  const { processes } = useDefinitions();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const find = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
      if (find && (event.ctrlKey || event.metaKey || !isTyping(event))) {
        event.preventDefault();
        const box = document.getElementById("search-box") as HTMLInputElement | null;
        box?.focus();
        // What was sought before is written over.
        box?.select();
      } else if (event.key === "?" && !isTyping(event)) {
        setSheet(true);
      } else if (event.key === "n" && !isTyping(event)) {
        const here = processes.find((one) => one.id === process && one.may.create);
        event.preventDefault();
        if (here) void navigate({ to: "/records/$process/new", params: { process: here.id } });
        else document.getElementById("create-menu")?.click();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [navigate, process, processes]);
  return [sheet, setSheet];
}
