// What a customer began to write where it can be sent no more: it goes along to where the talk goes on, or begins a report of
// its own, or is thrown away. What may have been sent is sent again first.
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useDefinitions } from "../api/definitions";
import type { useKeptFiles } from "../api/keptFiles";
import { useOnce } from "../api/once";
import type { Reference } from "../api/wire";
import { useText } from "../text/language";
import { toAnswer, toReport, wordsOf } from "./carry";
import { Thumbs } from "./Pictures";
import { offered } from "./reports";
import "./unsent.css";

interface LeftProps {
  writer: string;
  /** Of what it is left. */
  title: string;
  text: string;
  files?: ReturnType<typeof useKeptFiles>;
  /** Sends again what may have been sent. */
  retry?: (() => Promise<void>) | undefined;
  /** Where it goes on. */
  goesOn?: Reference | undefined;
  /** The process that can be reported with it, where it goes on nowhere. */
  again?: string | undefined;
  /** Why that failed. */
  fault?: string | undefined;
  forget: () => void;
}

export function Left({ writer, title, text, files, retry, goesOn, again, fault, forget }: LeftProps) {
  const t = useText();
  const navigate = useNavigate();
  const [hindered, setHindered] = useState<string>();
  const process = offered(useDefinitions().processes).find((one) => one.id === again && wordsOf(one));
  const kept = files?.files ?? [];
  const leaves = (hindrance: string | undefined) => {
    setHindered(hindrance);
    if (!hindrance) forget();
    return !hindrance;
  };
  // Once, however often it is pressed: the words would stand there twice.
  const carrying = useOnce(async ({ process, number }: Reference) => {
    if (leaves(await toAnswer(writer, number, text, kept)))
      await navigate({ to: "/records/$process/$number", params: { process, number } });
  });
  const reporting = useOnce(async () => {
    if (process && leaves(await toReport(writer, process, text, kept)))
      await navigate({ to: "/report", search: { kind: process.id } });
  });
  const retrying = useOnce(async () => retry?.());
  const throwAway = () => {
    forget();
    files?.clear();
  };
  return (
    <section className="notice unsent" aria-label={title}>
      <p>{title}</p>
      {text ? <blockquote className="unsent-text">{text}</blockquote> : null}
      {files ? <Thumbs files={kept} remove={files.remove} /> : null}
      {hindered ? <p role="alert">{t(hindered)}</p> : null}
      {fault ? <p role="alert">{fault}</p> : null}
      <p className="unsent-ways">
        {retry ? (
          <Button type="primary" loading={retrying.isBusy} onClick={() => retrying.run()}>
            {t("unsent.retry")}
          </Button>
        ) : null}
        {goesOn && !retry ? (
          <Button type="primary" loading={carrying.isBusy} onClick={() => carrying.run(goesOn)}>
            {t("unsent.carry", { number: goesOn.number })}
          </Button>
        ) : null}
        {process && !goesOn && !retry ? (
          <Button type="primary" loading={reporting.isBusy} onClick={() => reporting.run()}>
            {t("unsent.report")}
          </Button>
        ) : null}
        <Button onClick={throwAway}>{t("unsent.throw_away")}</Button>
      </p>
    </section>
  );
}
