// On paper only: where the record comes from, and where it is signed.

import { useText } from "../text/language";
import { moment } from "../text/time";

export function PrintEnd({ number }: { number: string }) {
  const t = useText();
  return (
    <footer className="print-end">
      <div className="signatures">
        {[t("record.sign_made"), t("record.sign_checked"), t("record.sign_approved")].map((role) => (
          <div key={role}>
            <span>{role}</span>
            <span>{t("record.sign_date")}</span>
          </div>
        ))}
      </div>
      <p>{t("record.printed", { number, at: moment(new Date().toISOString()) })}</p>
    </footer>
  );
}
