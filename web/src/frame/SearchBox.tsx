// Finds a record: a number leads straight to it, anything else to the search page.

import { useNavigate } from "@tanstack/react-router";
import { Input } from "antd";
import { useState } from "react";
import { processOfNumber, useDefinitions } from "../api/definitions";
import { focusContent } from "../look/focus";
import { SearchIcon } from "../look/icon";
import { useText } from "../text/language";

export function SearchBox() {
  const t = useText();
  const navigate = useNavigate();
  const definitions = useDefinitions();
  const [text, setText] = useState("");
  const go = () => {
    const sought = text.trim();
    const number = /^[a-z]{2,6}\d+$/i.test(sought) ? sought.toUpperCase() : "";
    const process = number ? processOfNumber(definitions, number) : undefined;
    if (process) {
      const full = process.prefix + number.slice(process.prefix.length).padStart(7, "0");
      void navigate({ to: "/records/$process/$number", params: { process: process.id, number: full } });
      setText("");
    } else if (sought) void navigate({ to: "/search", search: { q: sought } });
    if (sought) focusContent();
  };
  return (
    <search className="search-box">
      <Input
        id="search-box"
        prefix={<SearchIcon />}
        suffix={<kbd>/</kbd>}
        allowClear
        value={text}
        placeholder={t("frame.search")}
        aria-label={t("frame.search")}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={go}
        onKeyDown={(event) => event.key === "Escape" && !event.nativeEvent.isComposing && focusContent()}
      />
    </search>
  );
}
