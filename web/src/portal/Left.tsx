// What a customer began to write where it can be sent no more: it goes along to where the talk goes on, or begins a report of
// its own, or is thrown away.
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useDefinitions } from "../api/definitions";
import { keepAt, keptAt } from "../api/kept";
import { moveFiles, type useKeptFiles } from "../api/keptFiles";
import { useOnce } from "../api/once";
import type { Process } from "../api/wire";
import { startValues } from "../field/value";
import { useText } from "../text/language";
import { blank, hasContent, PLACE, type Unsent } from "./draft";
import { Thumbs } from "./Pictures";
import { questionsOf } from "./question";
import { offered } from "./reports";
import "./unsent.css";

interface LeftProps {
  writer: string;
  /** Of what it is left. */
  title: string;
  text: string;
  files?: ReturnType<typeof useKeptFiles>;
  /** Where it goes on, and how it gets there. */
  carry?: { number: string; run: () => Promise<void> };
  /** What can be reported with it instead. */
  again?: string;
  forget: () => void;
}

export function Left({ writer, title, text, files, carry, again, forget }: LeftProps) {
  const t = useText();
  const anew = useReportWith(writer, again);
  // Once, however often it is pressed: the words would stand there twice.
  const carrying = useOnce(async () => carry?.run());
  const reporting = useOnce(async () => {
    await anew?.(text, files?.files ?? []);
    forget();
  });
  const throwAway = () => {
    forget();
    files?.clear();
  };
  return (
    <section className="notice unsent" aria-label={title}>
      <p>{title}</p>
      {text ? <blockquote className="unsent-text">{text}</blockquote> : null}
      {files ? <Thumbs files={files.files} remove={files.remove} /> : null}
      <p className="unsent-ways">
        {carry ? (
          <Button type="primary" loading={carrying.isBusy} onClick={() => carrying.run()}>
            {t("unsent.carry", { number: carry.number })}
          </Button>
        ) : null}
        {anew && !carry ? (
          <Button type="primary" loading={reporting.isBusy} onClick={() => reporting.run()}>
            {t("unsent.report")}
          </Button>
        ) : null}
        <Button onClick={throwAway}>{t("unsent.throw_away")}</Button>
      </p>
    </section>
  );
}

/** Begins a report of a process with words and files; none where it isn't reported, or another report is begun already. */
function useReportWith(writer: string, id: string | undefined) {
  const navigate = useNavigate();
  const process = offered(useDefinitions().processes).find((one) => one.id === id);
  const words = process ? wordsOf(process) : undefined;
  const begun = keptAt<Unsent>(writer, PLACE, "browser");
  if (!process || !words || (begun && hasContent(begun))) return undefined;
  return async (text: string, files: Parameters<typeof moveFiles>[1]) => {
    keepAt(writer, PLACE, { ...blank(), kind: process.id, values: { [words]: text } } satisfies Unsent, "browser");
    await moveFiles(writer, files, PLACE);
    await navigate({ to: "/report", search: { kind: process.id } });
  };
}

/** Which of a report's questions is answered in sentences. */
function wordsOf(process: Process): string | undefined {
  const { asked, later } = questionsOf(process, startValues(process, null));
  const fields = [...asked.flatMap((question) => question.fields), ...later];
  return (fields.find((field) => field.kind === "long_text") ?? fields.find((field) => field.kind === "text"))?.id;
}
