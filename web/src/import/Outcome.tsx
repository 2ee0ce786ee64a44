// What came of a file, or would come of it: how many rows, what is wrong with which, what was opened.
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { failedFile, keepFile } from "../api/files";
import type { Imported, Process } from "../api/wire";
import { Fault } from "../look/Fault";
import { DownloadIcon } from "../look/icon";
import { useText } from "../text/language";
import type { Course } from "./course";
import { Problems } from "./Problems";

/** So many are named; the rest is in the list, or in the file. */
const SHOWN = 200;

interface OutcomeProps {
  process: Process;
  course: Course;
  fileName: string;
}

export function Outcome({ process, course, fileName }: OutcomeProps) {
  const t = useText();
  const { how, table, opened, already, problems, failed } = course;
  const isTrial = how === "trial";
  const made = useMutation({
    mutationFn: async () => {
      const format = table.format === "xlsx" ? "xlsx" : "csv";
      const file = await failedFile(process.id, format, { header: table.header, failed });
      keepFile(fileName.replace(/(\.(csv|xlsx))?$/i, `-${t("import.failed_name")}.${format}`), file);
    },
  });
  const counts = [
    { word: t("import.rows"), n: table.rows.length, hue: "" },
    {
      word: t(isTrial ? "import.would_open" : "import.opened"),
      n: opened.length,
      hue: opened.length > 0 ? "done" : "",
    },
    { word: t("import.faulty"), n: failed.length, hue: failed.length > 0 ? "late" : "" },
    { word: t("import.already"), n: already.length, hue: "" },
  ];
  return (
    <section className="outcome" aria-label={t(isTrial ? "import.trial" : "import.result")}>
      <h2>{t(isTrial ? "import.trial" : "import.result")}</h2>
      {course.done < table.rows.length ? (
        <p>{t("import.stopped", { done: course.done, of: table.rows.length })}</p>
      ) : null}
      <dl className="counts">
        {counts.map(({ word, n, hue }) => (
          <div key={word} className={hue}>
            <dt>{word}</dt>
            <dd className="figure">{n}</dd>
          </div>
        ))}
      </dl>
      {table.ignored.length > 0 ? (
        <p className="quiet">{t("import.ignored", { names: table.ignored.join(t("import.comma")) })}</p>
      ) : null}
      {problems.length > 0 ? <Problems process={process} problems={problems.slice(0, SHOWN)} /> : null}
      {problems.length > SHOWN ? (
        <p className="quiet">{t("import.more_problems", { n: problems.length - SHOWN })}</p>
      ) : null}
      {failed.length > 0 ? (
        <Button icon={<DownloadIcon />} loading={made.isPending} onClick={() => made.mutate()}>
          {t("import.failed_rows", { n: failed.length })}
        </Button>
      ) : null}
      <Fault error={made.error} />
      {isTrial ? null : <Opened process={process} rows={opened} title={t("import.opened")} />}
      <Opened process={process} rows={already} title={t("import.already")} />
    </section>
  );
}

function Opened({ process, rows, title }: { process: Process; rows: Imported["opened"]; title: string }) {
  const t = useText();
  const numbers = rows.flatMap(({ number }) => (number ? [number] : []));
  if (numbers.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="plain opened">
        {numbers.slice(0, SHOWN).map((number) => (
          <li key={number}>
            <Link className="number" to="/records/$process/$number" params={{ process: process.id, number }}>
              {number}
            </Link>
          </li>
        ))}
      </ul>
      {numbers.length > SHOWN ? (
        <p className="quiet">{t("import.more_opened", { n: numbers.length - SHOWN })}</p>
      ) : null}
    </>
  );
}
