// What somebody may do with a record, and what they lack for the rest.
import { Button } from "antd";
import { useState } from "react";
import { useRights } from "../api/audit";
import { ofContent, useDefinitions } from "../api/definitions";
import type { RecordAddress } from "../api/record";
import type { Label, Reference, Rights } from "../api/wire";
import { ReferencePicker } from "../field/ReferencePicker";
import { Dialog } from "../look/Dialog";
import { EyeIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
import { ACTION, worded } from "../shape/vocabulary";
import { useLabel, useText } from "../text/language";
import { ViewAsDialog } from "../viewing/ViewAsDialog";
import "./audit.css";

export function RightsDialog({ at, onClose }: { at: RecordAddress; onClose: () => void }) {
  const t = useText();
  const { processes } = useDefinitions();
  const [person, setPerson] = useState<Reference>();
  const people = [...ofContent(processes, "person"), ...ofContent(processes, "contact")].map(({ id }) => id);
  const rights = useRights(at, person?.number);
  return (
    <Dialog open title={t("audit.why_title")} width={640} className="rights-dialog" footer={null} onCancel={onClose}>
      <p className="quiet">{t("audit.why_choose")}</p>
      <ReferencePicker autoFocus aria-label={t("audit.who")} to={people} value={person} onChange={setPerson} />
      {rights.isLoading ? <Shape rows={6} /> : null}
      {rights.isError ? <Trouble error={rights.error} retry={() => void rights.refetch()} /> : null}
      {person && rights.data ? <Shown rights={rights.data} /> : null}
    </Dialog>
  );
}

function Shown({ rights }: { rights: Rights }) {
  const t = useText();
  const label = useLabel();
  const [isViewing, setViewing] = useState(false);
  const only = (names: (Reference | null | undefined)[]) => {
    const known = names.flatMap((name) => name?.title ?? []);
    return known.length > 0 ? t("audit.only_for", { names: known.join(t("audit.between")) }) : "";
  };
  return (
    <div className="rights-shown">
      {rights.viewable && rights.person ? (
        <Button icon={<EyeIcon />} onClick={() => setViewing(true)}>
          {t("viewing.begin_as")}
        </Button>
      ) : null}
      {isViewing && rights.person ? (
        <ViewAsDialog person={rights.person.number} name={rights.person.title} onClose={() => setViewing(false)} />
      ) : null}
      <h3>{t("audit.roles")}</h3>
      <p>
        {rights.roles.length === 0 ? t("audit.no_roles") : null}
        {rights.roles
          .map((role) => label(role.label) + only([role.department, role.customer]))
          .join(t("audit.between"))}
      </p>
      {rights.unseen ? <p className="fault">{t("audit.unseen", { why: label(rights.unseen) })}</p> : null}
      {rights.actions.length > 0 ? (
        <>
          <h3>{t("audit.steps")}</h3>
          <ul className="plain">
            {rights.actions
              .filter((action) => action.id.includes(":"))
              .map((action) => (
                <Line
                  key={action.id}
                  name={label(action.label)}
                  missing={action.allowed ? null : action.missing?.text}
                />
              ))}
          </ul>
        </>
      ) : null}
      <h3>{t("audit.granted")}</h3>
      <ul className="plain">
        {rights.granted.map(({ action, missing }) => (
          <Line key={action} name={worded(ACTION, action, t)} missing={missing} />
        ))}
      </ul>
    </div>
  );
}

function Line({ name, missing }: { name: string; missing: Label | null | undefined }) {
  const t = useText();
  const label = useLabel();
  return (
    <li>
      <span className={`sign ${missing ? "late" : "done"}`}>
        {missing ? `✗ ${t("audit.cannot")}` : `✓ ${t("audit.can")}`}
      </span>{" "}
      <span>{name}</span> {missing ? <span className="quiet">{label(missing)}</span> : null}
    </li>
  );
}
