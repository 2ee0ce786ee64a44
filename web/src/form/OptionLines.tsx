// The options of a question, a line each, in both languages. Their ids are given by the page and stay.
import { Button, Input } from "antd";
import { useState } from "react";
import { linesOf, type Option, readOptions } from "../field/options";
import { CloseIcon, PlusIcon } from "../look/icon";
import { useText } from "../text/language";

/** An id from the English words, that no other option has. */
function idOf(en: string, others: Option[]): string {
  const word = en
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
  const taken = (id: string) => others.some((other) => other.id === id);
  let id = word || "option";
  for (let n = 2; taken(id); n += 1) id = `${word || "option"}_${n}`;
  return id;
}

export function OptionLines({ lines, onChange }: { lines: string; onChange: (lines: string) => void }) {
  const t = useText();
  // What is half written is no line yet.
  const [options, setOptions] = useState<Option[]>(() => readOptions(lines).options);
  const write = (next: Option[]) => {
    const whole = next.map((option, at) =>
      option.id ? option : { ...option, id: idOf(option.label.en, next.slice(0, at)) },
    );
    setOptions(next);
    onChange(linesOf(whole.filter(({ label }) => label.zh.trim() !== "")));
  };
  const set = (at: number, label: Option["label"]) =>
    write(options.map((option, place) => (place === at ? { ...option, label } : option)));
  // An option keeps the id that it was first written with, so that conditions go on naming it.
  const settle = () =>
    setOptions((before) =>
      before.map((option, at) =>
        option.id || !option.label.zh ? option : { ...option, id: idOf(option.label.en, before.slice(0, at)) },
      ),
    );
  return (
    <div className="option-lines">
      {options.map(({ label }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <div key={at} className="option-line">
          <Input
            value={label.zh}
            placeholder={t("form.option_zh")}
            aria-label={t("form.option_zh_of", { n: at + 1 })}
            onBlur={settle}
            onChange={(event) => set(at, { ...label, zh: event.target.value })}
          />
          <Input
            value={label.en === label.zh ? "" : label.en}
            placeholder={t("form.option_en")}
            aria-label={t("form.option_en_of", { n: at + 1 })}
            onBlur={settle}
            onChange={(event) => set(at, { ...label, en: event.target.value })}
          />
          <Button
            type="text"
            size="small"
            icon={<CloseIcon />}
            aria-label={t("form.remove_option", { n: at + 1 })}
            onClick={() => write(options.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusIcon />}
        onClick={() => setOptions([...options, { id: "", label: { zh: "", en: "" } }])}
      >
        {t("form.add_option")}
      </Button>
    </div>
  );
}
