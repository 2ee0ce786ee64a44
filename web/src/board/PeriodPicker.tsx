// Which period a board looks at: a named one, or between two days.
import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import type { Days } from "../api/boards";
import { useText } from "../text/language";
import { between, nameOf, PERIODS } from "./period";

interface PeriodPickerProps {
  period: string | undefined;
  days: Days;
  choose: (period: string) => void;
}

export function PeriodPicker({ period, days, choose }: PeriodPickerProps) {
  const t = useText();
  const name = nameOf(period);
  const named = Object.entries(PERIODS).map(([value, word]) => ({ value, label: t(word) }));
  const own = { value: "own", label: t("board.own_period"), disabled: true };
  return (
    <div className="period-picker">
      <Select
        size="small"
        aria-label={t("board.period")}
        value={name ?? "own"}
        options={name ? named : [...named, own]}
        popupMatchSelectWidth={false}
        onChange={choose}
      />
      <DatePicker.RangePicker
        size="small"
        allowClear={false}
        aria-label={t("board.from_until")}
        value={[dayjs(days.from), dayjs(days.to)]}
        onChange={(range) => range?.[0] && range[1] && choose(between(range[0], range[1]))}
      />
    </div>
  );
}
