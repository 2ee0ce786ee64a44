// An address that leads a customer nowhere, or to what it may not see.
import { Link } from "@tanstack/react-router";
import { useText } from "../text/language";

export function Nowhere() {
  const t = useText();
  return (
    <div className="column" role="alert">
      <h1>{t("frame.missing")}</h1>
      <p>{t("portal.missing_why")}</p>
      <Link to="/" className="big-link">
        {t("portal.to_home")}
      </Link>
    </div>
  );
}
