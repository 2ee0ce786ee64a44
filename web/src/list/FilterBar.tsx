// The filter of a list: conditions as chips that clicks make, or the text of the filter language, typed.

import { Button, Input } from "antd";
import { useEffect, useState } from "react";
import type { Process } from "../api/wire";
import { focusContent } from "../look/focus";
import { CodeIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";
import { ConditionChips } from "./ConditionChips";
import { parse } from "./condition";

export function FilterBar({
  process,
  filter,
  onChange,
}: {
  process: Process;
  filter: string;
  onChange: (filter: string) => void;
}) {
  const t = useText();
  const conditions = parse(filter);
  const [typing, setTyping] = useState(false);
  const [open, setOpen] = useState(false);
  const isTyped = typing || !conditions;
  useOffers([
    isTyped
      ? undefined
      : { id: "filter", kind: "act", about: "list", label: inBoth("list.add_condition"), run: () => setOpen(true) },
    isTyped
      ? undefined
      : {
          id: "type_filter",
          kind: "act",
          about: "list",
          label: inBoth("list.type_filter"),
          run: () => setTyping(true),
        },
  ]);
  if (isTyped) {
    return (
      <TypedFilter
        filter={filter}
        isBegun={typing}
        onChange={onChange}
        onClose={conditions ? () => setTyping(false) : undefined}
      />
    );
  }
  return (
    <section className="filter-bar" aria-label={t("list.filter")}>
      <ConditionChips {...{ process, conditions, onChange }} opened={[open, setOpen]} />
      <Button
        size="small"
        type="text"
        icon={<CodeIcon />}
        aria-label={t("list.type_filter")}
        title={t("list.type_filter")}
        onClick={() => setTyping(true)}
      />
    </section>
  );
}

function TypedFilter({
  filter,
  isBegun,
  onChange,
  onClose,
}: {
  filter: string;
  /** Somebody has just asked for it. */
  isBegun: boolean;
  onChange: (filter: string) => void;
  onClose?: () => void;
}) {
  const t = useText();
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  return (
    <div className="filter-bar typed">
      <Input
        size="small"
        className="code"
        autoFocus={isBegun}
        aria-label={t("list.type_filter")}
        placeholder={'record.impact == "high" && !has(record.assignee)'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => onChange(text.trim())}
        onKeyDown={(event) => event.key === "Escape" && !event.nativeEvent.isComposing && focusContent()}
      />
      <Button size="small" onClick={() => onChange(text.trim())}>
        {t("list.apply")}
      </Button>
      {onClose ? (
        <Button size="small" type="text" onClick={onClose}>
          {t("list.by_clicks")}
        </Button>
      ) : (
        <Button size="small" type="text" onClick={() => onChange("")}>
          {t("list.clear")}
        </Button>
      )}
    </div>
  );
}
