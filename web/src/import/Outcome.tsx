// What came of a file, or would come of it: how many rows, what is wrong with which, what was opened.
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { fieldOf } from "../api/definitions";
import type { Imported, Process } from "../api/wire";
import { DownloadIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { keep } from "./template";

interface OutcomeProps {
  process: Process;
  outcome: Imported;
  fileName: string;
}

export function Outcome({ process, outcome, fileName }: OutcomeProps) {
  const t = useText();
  const { dry_run, rows, opened, already, problems, ignored, failed_csv } = outcome;
  const faulty = new Set(problems.map(({ row }) => row)).size;
  const counts = [
    { word: t("import.rows"), n: rows, hue: "" },
    {
      word: t(dry_run ? "import.would_open" : "import.opened"),
      n: opened.length,
      hue: opened.length > 0 ? "done" : "",
    },
    { word: t("import.faulty"), n: faulty, hue: faulty > 0 ? "late" : "" },
    { word: t("import.already"), n: already.length, hue: "" },
  ];
  return (
    <section className="outcome" aria-label={t(dry_run ? "import.trial" : "import.result")}>
      <h2>{t(dry_run ? "import.trial" : "import.result")}</h2>
      <dl className="counts">
        {counts.map(({ word, n, hue }) => (
          <div key={word} className={hue}>
            <dt>{word}</dt>
            <dd className="figure">{n}</dd>
          </div>
        ))}
      </dl>
      {ignored.length > 0 ? (
        <p className="quiet">{t("import.ignored", { names: ignored.join(t("import.comma")) })}</p>
      ) : null}
      {problems.length > 0 ? <Problems process={process} problems={problems} /> : null}
      {failed_csv ? (
        <Button
          icon={<DownloadIcon />}
          onClick={() => keep(fileName.replace(/(\.csv)?$/i, `-${t("import.failed_name")}.csv`), failed_csv)}
        >
          {t("import.failed_rows", { n: faulty })}
        </Button>
      ) : null}
      {dry_run ? null : <Opened process={process} rows={opened} title={t("import.opened")} />}
      <Opened process={process} rows={already} title={t("import.already")} />
    </section>
  );
}

function Problems({ process, problems }: { process: Process; problems: Imported["problems"] }) {
  const t = useText();
  const label = useLabel();
  const name = (field: string) => label(fieldOf(process, field.replace(/\[.*/, ""))?.label, field);
  return (
    <div className="scroll">
      <table className="records import-problems">
        <thead>
          <tr>
            <th scope="col">{t("import.row")}</th>
            <th scope="col">{t("list.field")}</th>
            <th scope="col">{t("import.message")}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ row, field, message }) => (
            <tr key={`${row} ${field} ${message}`}>
              <td className="figure">{row}</td>
              <td>{field ? name(field) : "—"}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Opened({ process, rows, title }: { process: Process; rows: Imported["opened"]; title: string }) {
  const numbers = rows.flatMap(({ number }) => (number ? [number] : []));
  if (numbers.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="plain opened">
        {numbers.map((number) => (
          <li key={number}>
            <Link className="number" to="/records/$process/$number" params={{ process: process.id, number }}>
              {number}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
