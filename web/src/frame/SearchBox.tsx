// Finds a record: a number leads straight to it, anything else to the search page.

import { useNavigate } from "@tanstack/react-router";
import { Input } from "antd";
import { useState } from "react";
import { numberMeant, useDefinitions } from "../api/definitions";
import { focusContent } from "../look/focus";
import { ActIcon, SearchIcon } from "../look/icon";
import { Keys } from "../look/Keys";
import { useNarrow } from "../look/Look";
import { useOpenPalette } from "../palette/offer";
import { useText } from "../text/language";

export function SearchBox() {
  const t = useText();
  const navigate = useNavigate();
  const definitions = useDefinitions();
  const [text, setText] = useState("");
  const go = () => {
    const sought = text.trim();
    const meant = numberMeant(definitions, sought);
    if (meant) {
      void navigate({ to: "/records/$process/$number", params: meant });
      setText("");
    } else if (sought) void navigate({ to: "/search", search: { q: sought } });
    if (sought) focusContent();
  };
  return (
    <search className="search-box">
      <Input
        id="search-box"
        prefix={<SearchIcon />}
        suffix={
          <>
            <kbd>/</kbd>
            <OpenPalette />
          </>
        }
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

/** The way to the palette for whoever has a pointer or a phone. */
function OpenPalette() {
  const t = useText();
  const narrow = useNarrow();
  const open = useOpenPalette();
  return (
    <button
      type="button"
      className="open-palette"
      title={t("palette.title")}
      // It takes no focus, so that the focus goes back to where it was.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => open("everything")}
    >
      <span className="unseen">{t("palette.title")}</span>
      {narrow ? <ActIcon /> : <Keys of="Ctrl+K" />}
    </button>
  );
}
