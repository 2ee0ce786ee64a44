// All answers at a glance before they are sent, each with the way back to its question; what may be added stands folded.
import { Button } from "antd";
import type { KeptFile } from "../api/keptFiles";
import type { Field, Process } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { isEmpty } from "../field/value";
import { sendable } from "../form/aside";
import { isAnswers } from "../form/shape";
import { Fault } from "../look/Fault";
import { useLabel, useText } from "../text/language";
import { AnswersAside } from "./AnswersAside";
import type { Asking } from "./asking";
import { Thumbs } from "./Pictures";
import { type Given, QuestionField } from "./QuestionFields";
import type { Question } from "./question";
import type { SendReport } from "./send";
import { usePlainReason } from "./trouble";

interface ReviewProps extends Given {
  process: Process;
  asked: Question[];
  later: Field[];
  files: KeptFile[];
  asking: Asking;
  sending: SendReport;
  onSend: () => void;
}

export function Review({ process, asked, later, files, asking, sending, onSend, ...given }: ReviewProps) {
  const t = useText();
  const label = useLabel();
  const reason = usePlainReason();
  const { go } = asking;
  const isOpen = (field: Field) =>
    isEmpty(isAnswers(field) ? sendable(process, given.values, asking.itemForm)[field.id] : given.values[field.id]);
  const wrong = later.some((field) => given.faults[field.id]);
  return (
    <>
      <h1>{t("portal.review")}</h1>
      <dl className="review">
        <Answer name={t("portal.what_kind")} onChange={() => go("kind")}>
          {label(process.ask ?? process.label)}
        </Answer>
        {asked.flatMap((question) =>
          question.fields.map((field) => (
            <Answer key={field.id} name={label(field.ask ?? field.label)} onChange={() => go(question.id)}>
              {isOpen(field) ? (
                <span className="quiet">{t("portal.left_open")}</span>
              ) : (
                <FieldText field={field} value={given.values[field.id]} />
              )}
            </Answer>
          )),
        )}
        <Answer name={t("portal.pictures")} onChange={() => go("pictures")}>
          {files.length > 0 ? <Thumbs files={files} /> : <span className="quiet">{t("portal.no_pictures")}</span>}
        </Answer>
      </dl>
      {later.length > 0 ? (
        <details className="more-to-say" open={wrong || undefined}>
          <summary>{t("portal.more_to_say")}</summary>
          {later.map((field) => (
            <QuestionField key={field.id} field={field} isFirst={false} {...given} />
          ))}
        </details>
      ) : null}
      <AnswersAside asking={asking} />
      {sending.error ? <Fault error={sending.error} said={reason(sending.error)} /> : null}
      <Button type="primary" block className="report-next" loading={sending.isSending} onClick={onSend}>
        {t("portal.send")}
      </Button>
    </>
  );
}

function Answer({ name, onChange, children }: { name: string; onChange: () => void; children: React.ReactNode }) {
  const t = useText();
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <div>{children}</div>
        <button type="button" aria-label={t("portal.change_of", { what: name })} onClick={onChange}>
          {t("portal.change")}
        </button>
      </dd>
    </div>
  );
}
