// An address that leads nowhere, or to what may not be seen.
import { Link } from "@tanstack/react-router";
import { useText } from "../text/language";

export function Missing() {
  const t = useText();
  return (
    <div className="trouble" role="alert">
      <h1>{t("frame.missing")}</h1>
      <p>{t("frame.missing_why")}</p>
      <Link to="/">{t("frame.work")}</Link>
    </div>
  );
}
