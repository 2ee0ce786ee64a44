// A day, or a day with a time, chosen or typed. What is typed and is no day stays as it was typed, and it says so.
import { DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Value } from "../api/wire";
import { useText } from "../text/language";
import "./date.css";

dayjs.extend(customParseFormat);

const DAYS = ["YYYY-MM-DD", "YYYYMMDD"];
const MOMENTS = ["YYYY-MM-DD HH:mm", "YYYYMMDD HH:mm", "YYYYMMDDHHmm"];

interface DateInputProps {
  id: string | undefined;
  autoFocus?: boolean | undefined;
  "aria-label": string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
  /** Whether it has a time, too. */
  isMoment: boolean;
  value: string;
  onChange: (value: Value) => void;
}

/** What a field holds as a day that there is. */
function dayOf(value: string, isMoment: boolean): Dayjs | undefined {
  const day = isMoment ? dayjs(value) : dayjs(value, "YYYY-MM-DD", true);
  return value !== "" && day.isValid() && (!isMoment || !Number.isNaN(Date.parse(value))) ? day : undefined;
}

export function DateInput({ isMoment, value, onChange, ...common }: DateInputProps) {
  const t = useText();
  const day = dayOf(value, isMoment);
  // What was there stands behind what is no day: were it taken away, the control would forget what was typed.
  const [last, setLast] = useState(day);
  const typed = useRef<string>(undefined);
  const isWrong = value !== "" && day === undefined;
  const formats = isMoment ? MOMENTS : DAYS;
  const take = (given: Dayjs | null) => {
    typed.current = undefined;
    setLast(given ?? undefined);
    onChange(isMoment ? given?.toISOString() : given?.format("YYYY-MM-DD"));
  };
  const settle = () => {
    const text = typed.current?.trim();
    if (text === undefined) return;
    const given = dayjs(text, formats, true);
    if (given.isValid()) return take(given);
    typed.current = undefined;
    onChange(text || undefined);
  };
  // Enter takes the day that was typed or is marked; it does not send the form that the field stands in.
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    settle();
  };
  return (
    <span
      className="date-input"
      onChange={(event) => {
        typed.current = (event.target as unknown as HTMLInputElement).value;
      }}
    >
      <DatePicker
        {...common}
        aria-invalid={common["aria-invalid"] || isWrong || undefined}
        status={common["aria-invalid"] || isWrong ? "error" : undefined}
        showTime={isMoment ? { format: "HH:mm" } : false}
        format={formats}
        preserveInvalidOnBlur
        value={day ?? last ?? null}
        onChange={take}
        onKeyDown={press}
        onBlur={settle}
      />
      {isWrong ? (
        <span className="fault" role="alert">
          {t(isMoment ? "field.no_such_moment" : "field.no_such_day", { text: value })}
        </span>
      ) : null}
    </span>
  );
}
