// Beside somebody's name: that the person is away, until when, and who stands in.
import { useAwayToday } from "../api/away";
import { useText } from "../text/language";
import { nearDay } from "../text/time";

/** What is said of whoever is away today; of everybody else nothing. */
export function useAwayWords(isOn = true): (person: string | undefined) => string {
  const t = useText();
  const away = useAwayToday(isOn);
  return (person) => {
    const found = person ? away.get(person) : undefined;
    return found ? t("away.until", { day: nearDay(found.until), deputy: found.deputy }) : "";
  };
}

export function AwayMark({ person }: { person: string | undefined }) {
  const words = useAwayWords()(person);
  return words ? <span className="sign wait away-mark">{words}</span> : null;
}
