// Where a form is signed: with the names and days that the record knows, else blank lines.
import { useText } from "../text/language";
import { day } from "../text/time";
import type { Signature } from "./paper";

interface SignaturesProps {
  made: Signature;
  checked: Signature;
  approved: Signature;
}

export function Signatures({ made, checked, approved }: SignaturesProps) {
  const t = useText();
  const signed: [string, Signature][] = [
    [t("print.sign_made"), made],
    [t("print.sign_checked"), checked],
    [t("print.sign_approved"), approved],
  ];
  return (
    <section className="signatures">
      {signed.map(([word, { by, instead, at }]) => (
        <div key={word}>
          <span className="signed-word">{word}</span>
          <span className="signed-name">
            {instead ? t("print.signed_for", { name: by?.title ?? "", other: instead.title ?? "" }) : (by?.title ?? "")}
          </span>
          <span className="signed-word">{t("print.date")}</span>
          <span className="signed-name">{at ? day(at) : ""}</span>
        </div>
      ))}
    </section>
  );
}
