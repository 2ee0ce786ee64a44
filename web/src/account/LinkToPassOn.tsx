// A one-time link just made: shown once, to be copied and passed on.
import { Button, Input, type InputRef } from "antd";
import { useRef, useState } from "react";
import type { LinkMade } from "../api/wire";
import { useText } from "../text/language";
import { moment } from "../text/time";

export function LinkToPassOn({ made }: { made: LinkMade }) {
  const t = useText();
  const place = useRef<InputRef>(null);
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    place.current?.select();
    // Plain HTTP on an intranet has no clipboard of its own: there the selection is copied.
    await (navigator.clipboard?.writeText(made.link) ?? Promise.reject()).catch(() => document.execCommand("copy"));
    setCopied(made.link);
  };
  return (
    <div className="notice link-made" role="status">
      <p>{t("account.link_once", { until: moment(made.expires_at) })}</p>
      <div className="invite-line">
        <Input
          ref={place}
          size="small"
          readOnly
          className="code"
          aria-label={t("account.link")}
          value={made.link}
          onFocus={(event) => event.target.select()}
        />
        <Button size="small" onClick={() => void copy()}>
          {t(copied === made.link ? "account.copied" : "account.copy")}
        </Button>
      </div>
    </div>
  );
}
