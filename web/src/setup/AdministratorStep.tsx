// Who founds the company, by which role, and until when.
import { useMe } from "../api/account";
import { useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import type { StepProps } from "./registry";

export function AdministratorStep({ setup }: StepProps) {
  const t = useText();
  const me = useMe().data;
  return (
    <>
      <dl className="setup-facts">
        <dt>{t("account.name")}</dt>
        <dd>{me?.name}</dd>
        <dt>{t("account.login")}</dt>
        <dd>{me?.login}</dd>
      </dl>
      {setup.founding.length > 0 ? (
        setup.founding.map(({ record, until }) => (
          <p key={record.id}>
            {until ? t("setup.founding_until", { until }) : t("setup.founding")} <RecordLink to={record} withNumber />
          </p>
        ))
      ) : (
        <p className="notice">{t("setup.no_founding")}</p>
      )}
    </>
  );
}
