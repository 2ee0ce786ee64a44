// Reporting, one question at a time, and all answers at a glance before they are sent.
import { Navigate, useParams, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { type FormEvent, useEffect, useState } from "react";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import type { Field, Me, Process, Value } from "../api/wire";
import { isEmpty, isTooLong } from "../field/value";
import { bringing, FormContext } from "../form/context";
import { answersOf, unanswered } from "../form/question";
import { isAnswers } from "../form/shape";
import { useText } from "../text/language";
import { type Asking, KIND, PICTURES, REVIEW, useAsking } from "./asking";
import { hasContent } from "./draft";
import { FilesLeft } from "./FilesLeft";
import { Kinds } from "./Kinds";
import { Nowhere } from "./Nowhere";
import { Pictures } from "./Pictures";
import { QuestionFields } from "./QuestionFields";
import { Review } from "./Review";
import { offered } from "./reports";
import { type Faults, useSendReport } from "./send";

/** The address by which our own people open a record leads customers to the questions. */
export function ReportOf() {
  const { process } = useParams({ from: "/inside/records/$process/new" });
  return <Navigate to="/report" search={{ kind: process }} replace />;
}

export function ReportPage() {
  const me = useMe().data;
  const { processes } = useDefinitions();
  const kinds = offered(processes);
  const { kind } = useSearch({ from: "/inside/report" });
  const isUnknown = kind !== undefined && !kinds.some((process) => process.id === kind);
  if (!me || kinds.length === 0 || isUnknown) return <Nowhere />;
  return <Report key={me.id} me={me} kinds={kinds} />;
}

function Report({ me, kinds }: { me: Me; kinds: Process[] }) {
  const t = useText();
  const [faults, setFaults] = useState<Faults>({});
  const asking = useAsking(me, kinds);
  const { process, asked, later, steps, here, at, question, values, files, go } = asking;
  const sending = useSendReport(asking);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each question begins at its top
  useEffect(() => {
    document.getElementById("content")?.scrollTo({ top: 0 });
  }, [here]);
  const set = (field: string, value: Value) => {
    asking.answer(field, value);
    setFaults((before) => Object.fromEntries(Object.entries(before).filter(([path]) => !isAt(path, field))));
  };
  const unfilled = (table: Field, value: Value): [string, string][] => {
    const answers = answersOf(Array.isArray(value) ? value : []);
    return unanswered(asking.form, answers).map((field) => [`${table.id}.${field.id}`, t("portal.needed")]);
  };
  const next = (event: FormEvent) => {
    event.preventDefault();
    // What would be refused at the end is told at its question.
    const wrong = (question?.fields ?? []).flatMap((field): [string, string][] => {
      const value = values[field.id];
      if (isAnswers(field)) return unfilled(field, value);
      if (isEmpty(value)) return field.required ? [[field.id, t("portal.needed")]] : [];
      return isTooLong(field, value) ? [[field.id, t("portal.too_long", { max: Number(field.max) })]] : [];
    });
    setFaults(Object.fromEntries(wrong));
    if (wrong.length === 0) go(steps[at + 1]);
  };
  const submit = useOnce(async () => {
    const refused = await sending.send();
    setFaults(refused);
    const place = asked.find(({ fields }) => fields.some((field) => isRefused(refused, field)));
    if (place) go(place.id);
  });
  const { number } = asking.draft.value;
  if (process && number) {
    return (
      <div className="column report">
        <FilesLeft process={process.id} number={number} asking={asking} sending={sending} />
      </div>
    );
  }
  const given = { values, faults, set };
  return (
    <FormContext value={{ questions: asking.form, item: bringing(process)?.from, faults }}>
      <div className="column report">
        <Progress asking={asking} />
        {here === KIND ? <Kinds kinds={kinds} chosen={process?.id} choose={asking.choose} /> : null}
        {here === REVIEW && process ? (
          <Review
            process={process}
            asked={asked}
            later={later}
            files={files.files}
            go={go}
            sending={sending}
            onSend={submit.run}
            {...given}
          />
        ) : null}
        {question || here === PICTURES ? (
          <form noValidate onSubmit={next}>
            {question ? <QuestionFields question={question} {...given} /> : <Pictures files={files} />}
            <Button type="primary" htmlType="submit" block className="report-next">
              {t(here === PICTURES && files.files.length === 0 ? "portal.without_pictures" : "portal.next")}
            </Button>
          </form>
        ) : null}
        {at > 0 ? (
          <Button type="link" block className="report-back" onClick={() => go(steps[at - 1])}>
            {t("portal.back")}
          </Button>
        ) : null}
      </div>
    </FormContext>
  );
}

/** Whether a path is of a field, or of an answer in it. */
const isAt = (path: string, field: string) => path === field || path.startsWith(`${field}.`);

const isRefused = (refused: Faults, { id }: Field) => Object.keys(refused).some((path) => isAt(path, id));

/** How far one is. How many questions there are is known once one has said what one reports. */
function Progress({ asking: { process, at, steps, draft, restart } }: { asking: Asking }) {
  const t = useText();
  return (
    <>
      <p className="report-step">
        {process ? t("portal.step", { n: at + 1, of: steps.length }) : null}
        {hasContent(draft.value) ? (
          <Button type="link" className="restart" onClick={restart}>
            {t("portal.restart")}
          </Button>
        ) : null}
      </p>
      {process ? (
        <progress className="report-track" max={steps.length} value={at + 1} aria-label={t("portal.progress")} />
      ) : null}
    </>
  );
}
