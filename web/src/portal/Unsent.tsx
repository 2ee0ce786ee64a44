// What a customer began to answer where nothing more can be said: it goes along to where the talk goes on, or is thrown away.
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { newKey } from "../api/client";
import { keepAt, keptAt, useKept } from "../api/kept";
import { moveFiles, useKeptFiles } from "../api/keptFiles";
import { useOnce } from "../api/once";
import type { Reference } from "../api/wire";
import { useText } from "../text/language";
import { Thumbs } from "./Pictures";
import "./unsent.css";

/** What is kept of an answer: its words, and the key under which they will be sent. */
export interface Begun {
  text: string;
  key: string;
}

export const nothing = (): Begun => ({ text: "", key: newKey() });
export const placeOf = (number: string) => `answer.${number}`;

interface UnsentProps {
  writer: string;
  number: string;
  goesOn: Reference | undefined;
}

export function Unsent({ writer, number, goesOn }: UnsentProps) {
  const t = useText();
  const navigate = useNavigate();
  const { value, forget } = useKept(writer, placeOf(number), nothing, "browser");
  const files = useKeptFiles(writer, placeOf(number));
  const throwAway = () => {
    forget();
    files.clear();
  };
  // Once, however often it is pressed: the words would stand there twice.
  const carry = useOnce(async (to: Reference) => {
    const there = keptAt<Begun>(writer, placeOf(to.number), "browser")?.text ?? "";
    const text = [there, value.text].filter(Boolean).join("\n");
    keepAt(writer, placeOf(to.number), { text, key: newKey() } satisfies Begun, "browser");
    await moveFiles(writer, files.files, placeOf(to.number));
    forget();
    await navigate({ to: "/records/$process/$number", params: { process: to.process, number: to.number } });
  });
  if (value.text.trim() === "" && files.files.length === 0) return null;
  return (
    <section className="notice unsent" aria-label={t("unsent.title")}>
      <p>{t("unsent.title")}</p>
      {value.text ? <blockquote className="unsent-text">{value.text}</blockquote> : null}
      <Thumbs files={files.files} remove={files.remove} />
      <p className="unsent-ways">
        {goesOn?.number ? (
          <Button type="primary" loading={carry.isBusy} onClick={() => carry.run(goesOn)}>
            {t("unsent.carry", { number: goesOn.number })}
          </Button>
        ) : null}
        <Button onClick={throwAway}>{t("unsent.throw_away")}</Button>
      </p>
    </section>
  );
}
