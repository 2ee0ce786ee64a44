// People from a file or typed in, and for those who sign in a link to pass on.
import { Segmented } from "antd";
import { useMe } from "../api/account";
import { useProcess } from "../api/definitions";
import { useKept } from "../api/kept";
import { useAccounts, useStanding } from "../api/setup";
import type { Account, ListedRecord, Process, SetupForm } from "../api/wire";
import { ImportPanel } from "../import/ImportPanel";
import { useText } from "../text/language";
import { Invitation } from "./Invitation";
import { OpenForm } from "./OpenForm";
import type { StepProps } from "./registry";

export function PeopleStep({ step }: StepProps) {
  const form = step.forms[0];
  const process = useProcess(form?.process ?? "");
  return form && process ? <People form={form} process={process} /> : null;
}

type Way = "file" | "typed";

function People({ form, process }: { form: SetupForm; process: Process }) {
  const t = useText();
  const { value: way, change } = useKept<Way>(useMe().data?.id ?? "", "setup:way", () => "file");
  return (
    <>
      <Segmented
        value={way}
        options={[
          { value: "file", label: t("setup.by_file") },
          { value: "typed", label: t("setup.typed_in") },
        ]}
        onChange={(chosen: Way) => change(() => chosen)}
      />
      <section className="setup-form setup-import">
        {way === "file" ? (
          <ImportPanel process={process} only={form.fields} />
        ) : (
          <OpenForm form={form} process={process} isFirst />
        )}
      </section>
      <Invitations process={process} />
    </>
  );
}

function Invitations({ process }: { process: Process }) {
  const t = useText();
  const people = useStanding(process.id).data?.items ?? [];
  const accounts = useAccounts().data?.items ?? [];
  const accountOf = (person: ListedRecord): Account | undefined => accounts.find((one) => one.person?.id === person.id);
  return (
    <section className="setup-form" aria-labelledby="setup-invitations">
      <h3 id="setup-invitations">
        {t("setup.invitations")} <span className="count">{people.length}</span>
      </h3>
      <p className="quiet">{t("setup.invitations_why")}</p>
      <ul className="plain setup-people">
        {people.map((person) => (
          <Invitation key={person.id} person={person} account={accountOf(person)} />
        ))}
      </ul>
    </section>
  );
}
