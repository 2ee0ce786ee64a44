// Records from a CSV file: chosen, tried, then opened. Nothing is written before it is asked for.
import { Link, useParams } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import { useState } from "react";
import { Refusal } from "../api/client";
import { useProcess } from "../api/definitions";
import { useImport } from "../api/imports";
import { useOnce } from "../api/once";
import type { Process } from "../api/wire";
import { Missing } from "../frame/Missing";
import { PageHelp } from "../help/PageHelp";
import { Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Columns } from "./Columns";
import { FileChoice } from "./FileChoice";
import { Outcome } from "./Outcome";

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

/** A file chosen, tried and imported; `only` these columns are spoken of. */
export function ImportPanel({ process, only }: { process: Process; only?: string[] }) {
  const t = useText();
  const label = useLabel();
  const trial = useImport(process.id, "trial");
  const forGood = useImport(process.id, "for_good");
  const [file, setFile] = useState<File>();
  const [share, setShare] = useState(0);
  const isBusy = trial.isPending || forGood.isPending;
  const attempt = (given: File) => {
    setFile(given);
    setShare(0);
    forGood.reset();
    trial.mutate({ file: given, told: setShare });
  };
  const open = useOnce(async () => {
    setShare(0);
    if (file) await forGood.mutateAsync({ file, told: setShare });
  });
  const error = forGood.error ?? trial.error;
  // What is wrong with the file itself is mended in the file, not by trying again.
  const isFinal = error instanceof Refusal && error.isFinal;
  const shown = forGood.data ?? (forGood.isPending ? undefined : trial.data);
  return (
    <>
      <FileChoice file={file} isBusy={isBusy} onChoose={attempt} />
      {isBusy ? (
        <div role="status">
          <Progress percent={Math.round(share * 100)} status="active" aria-label={file?.name} />
          <p className="quiet">{t(trial.isPending ? "import.trying" : "import.opening")}</p>
        </div>
      ) : null}
      {error && !isBusy ? (
        <Trouble
          error={error}
          retry={isFinal ? undefined : () => (forGood.error ? open.run() : file && attempt(file))}
        />
      ) : null}
      {shown && !isBusy ? <Outcome process={process} outcome={shown} fileName={file?.name ?? ""} /> : null}
      {trial.data && !forGood.data && !isBusy ? (
        <div className="form-end">
          {trial.data.opened.length > 0 ? (
            <Button type="primary" onClick={() => open.run()}>
              {t("import.open", { n: trial.data.opened.length })}
            </Button>
          ) : (
            <span>{t("import.nothing_to_open")}</span>
          )}
          {trial.data.failed_csv ? <span className="quiet">{t("import.rest_stays")}</span> : null}
        </div>
      ) : null}
      {forGood.data ? (
        <p className="form-end">
          <Link to="/records/$process" params={{ process: process.id }}>
            {t("import.to_list", { process: label(process.label) })}
          </Link>
        </p>
      ) : null}
      <Columns process={process} only={only} isOpen={!file} />
    </>
  );
}
