// What a page is and what can be done on it, behind a sign beside its heading.
import { Link } from "@tanstack/react-router";
import { Button, Popover } from "antd";
import { useState } from "react";
import type { Label } from "../api/wire";
import { Terms } from "../glossary/Term";
import { QuestionIcon } from "../look/icon";
import { useText } from "../text/language";
import { HELP, type HelpId } from "./help";
import "./help.css";

interface PageHelpProps {
  id: HelpId;
  /** What stands on the page says of itself, such as a process its purpose. */
  purpose?: Label;
}

export function PageHelp({ id, purpose }: PageHelpProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { what, can } = HELP[id];
  const panel = (
    <div className="page-help">
      {purpose ? (
        <p>
          <Terms of={purpose} />
        </p>
      ) : null}
      <p>{t(what)}</p>
      <h3>{t("help.can")}</h3>
      <ul>
        {can.map((one) => (
          <li key={one}>{t(one)}</li>
        ))}
      </ul>
      <p className="quiet">
        <Link to="/glossary" onClick={() => setOpen(false)}>
          {t("help.words")}
        </Link>
      </p>
    </div>
  );
  return (
    <Popover content={panel} trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen}>
      <Button
        type="text"
        size="small"
        shape="circle"
        className="help-sign unprinted"
        icon={<QuestionIcon />}
        aria-label={t("help.title")}
        aria-expanded={open}
      />
    </Popover>
  );
}
