// Records from a file: chosen, tried, then opened. Nothing is written before it is asked for.
import { useParams } from "@tanstack/react-router";
import { useProcess } from "../api/definitions";
import type { Process } from "../api/wire";
import { Missing } from "../frame/Missing";
import { PageHelp } from "../help/PageHelp";
import { useLabel, useText } from "../text/language";
import { ImportPanel } from "./ImportPanel";

export function ImportPage() {
  const { process } = useParams({ from: "/inside/records/$process/import" });
  const definition = useProcess(process);
  return definition?.may.create ? <Import key={process} process={definition} /> : <Missing />;
}

function Import({ process }: { process: Process }) {
  const t = useText();
  const label = useLabel();
  return (
    <div className="page import-page">
      <header className="page-head">
        <h1>{t("import.title", { process: label(process.label) })}</h1>
        <PageHelp id="import" />
        <p className="quiet">{t("import.purpose")}</p>
      </header>
      <ImportPanel process={process} />
    </div>
  );
}
