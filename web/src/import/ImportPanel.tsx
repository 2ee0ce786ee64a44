// A file chosen, tried and imported.
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Refusal } from "../api/client";
import type { Process } from "../api/wire";
import { Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Columns } from "./Columns";
import { FileChoice } from "./FileChoice";
import { ImportUnderway } from "./ImportUnderway";
import { LeftOver } from "./LeftOver";
import { Outcome } from "./Outcome";
import { useImport } from "./useImport";

/** A file chosen, tried and imported; `only` these columns are spoken of. */
export function ImportPanel({ process, only }: { process: Process; only?: string[] }) {
  const t = useText();
  const label = useLabel();
  const it = useImport(process.id);
  const { file, course, error, isBusy, left } = it;
  // What is wrong with the file itself is mended in the file, not by trying again.
  const isFinal = error instanceof Refusal && error.isFinal;
  return (
    <>
      {left?.left && course?.how !== "trial" ? (
        <LeftOver left={left.left} onGoOn={it.goOn} onLeave={left.clear} />
      ) : null}
      <FileChoice file={file} isBusy={isBusy} onChoose={it.choose} />
      {isBusy ? <ImportUnderway name={file?.name ?? ""} share={it.share} course={course} onCancel={it.cancel} /> : null}
      {error ? <Trouble error={error} retry={isFinal ? undefined : it.again} /> : null}
      {course && !isBusy ? <Outcome process={process} course={course} fileName={file?.name ?? ""} /> : null}
      {course && !isBusy && !error && course.how === "trial" ? (
        <div className="form-end">
          {it.isTried ? null : <Button onClick={it.again}>{t("import.go_on")}</Button>}
          {it.isTried && course.opened.length > 0 ? (
            <Button type="primary" onClick={it.open}>
              {t("import.open", { n: course.opened.length })}
            </Button>
          ) : null}
          {it.isTried && course.opened.length === 0 ? <span>{t("import.nothing_to_open")}</span> : null}
          {course.failed.length > 0 ? <span className="quiet">{t("import.rest_stays")}</span> : null}
        </div>
      ) : null}
      {it.isOpened ? (
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
