// Reporting, one question at a time, and all answers at a glance before they are sent.
import { Navigate, useParams, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { type FormEvent, useEffect, useState } from "react";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import type { Field, Me, Process, Value } from "../api/wire";
import { focusFirstFault } from "../field/fault";
import { isEmpty, isTooLong } from "../field/value";
import { useAgain } from "../form/again";
import { answersNow } from "../form/aside";
import { FormContext } from "../form/context";
import { FormChanged } from "../form/FormChanged";
import { unanswered } from "../form/question";
import { isAnswers } from "../form/shape";
import { useText } from "../text/language";
import { AnswersAside } from "./AnswersAside";
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
  const { process, asked, later, steps, here, at, question, values, files, go, item } = asking;
  const { isGone } = asking.itemForm;
  const again = useAgain(process, values, asking.form, asking.renew);
  const sending = useSendReport(asking);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each question begins at its top, or at what is wrong in it
  useEffect(() => {
    document.getElementById("content")?.scrollTo({ top: 0 });
    focusFirstFault();
  }, [here]);
  const set = (field: string, value: Value) => {
    asking.answer(field, value);
    if (field === item) again.done();
    setFaults((before) => Object.fromEntries(Object.entries(before).filter(([path]) => !isAt(path, field))));
  };
  const unfilled = (table: Field, value: Value): [string, string][] => {
    return unanswered(asking.form, answersNow(asking.form, value)).map((field) => [
      `${table.id}.${field.id}`,
      t("portal.needed"),
    ]);
  };
  const withdrawn = ({ required }: Field) => t(required ? "form.withdrawn" : "form.withdrawn_or_unsure");
  const next = (event: FormEvent) => {
    event.preventDefault();
    // What would be refused at the end is told at its question.
    const wrong = (question?.fields ?? []).flatMap((field): [string, string][] => {
      const value = values[field.id];
      if (isGone && field.id === item) return [[field.id, withdrawn(field)]];
      if (isAnswers(field)) return unfilled(field, value);
      if (isEmpty(value)) return field.required ? [[field.id, t("portal.needed")]] : [];
      return isTooLong(field, value) ? [[field.id, t("portal.too_long", { max: Number(field.max) })]] : [];
    });
    setFaults(Object.fromEntries(wrong));
    if (wrong.length === 0) go(steps[at + 1]);
    else setTimeout(focusFirstFault);
  };
  const submit = useOnce(async () => {
    const refused = await again.look(await sending.send());
    setFaults(refused);
    // A form that has come only now is asked on a page of its own.
    const isOfForm = Object.keys(refused).some((path) => isAt(path, asking.answers));
    const known = asked.find(({ fields }) => fields.some((field) => isRefused(refused, field)))?.id;
    const place = known ?? (isOfForm ? asking.answers : undefined);
    if (place) go(place);
  });
  const { number } = asking.draft.value;
  if (process && number) {
    return (
      <div className="column report">
        <FilesLeft process={process.id} number={number} asking={asking} sending={sending} />
      </div>
    );
  }
  const chosen = asked.flatMap(({ fields }) => fields).find(({ id }) => id === item);
  const shown = isGone && chosen ? { ...faults, [chosen.id]: withdrawn(chosen) } : faults;
  const given = { values, faults: shown, set };
  return (
    <FormContext value={{ questions: asking.form, item, isGone, faults }}>
      <div className="column report">
        <Progress asking={asking} />
        <FormChanged again={again.again} />
        {here === KIND ? <Kinds kinds={kinds} chosen={process?.id} choose={asking.choose} /> : null}
        {here === REVIEW && process ? (
          <Review
            process={process}
            asked={asked}
            later={later}
            files={files.files}
            asking={asking}
            sending={again.isSaid ? { ...sending, error: undefined } : sending}
            onSend={submit.run}
            {...given}
          />
        ) : null}
        {question || here === PICTURES ? (
          <form noValidate onSubmit={next}>
            {question ? <QuestionFields question={question} {...given} /> : <Pictures files={files} />}
            <AnswersAside asking={asking} />
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
