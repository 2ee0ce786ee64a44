// Who may do what with the records of a process: a role a row, what it is granted with the scope, as the grants are written.
import { Button, Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { useDefinitions } from "../api/definitions";
import type { Written, WrittenGrant } from "../api/shape";
import { Entry } from "../field/Entry";
import { useText } from "../text/language";
import { ChangeDialog } from "./ChangeDialog";
import { useRoleOptions } from "./Flow";
import type { PartProps } from "./ProcessPage";
import { addGrant } from "./patch";
import type { Draft } from "./useDraft";
import { ACTION, SCOPE, worded } from "./vocabulary";
import { useWords } from "./words";

const ACTIONS = Object.keys(ACTION);
const SCOPES = Object.keys(SCOPE);

export function Rights({ process, shape, draft }: PartProps) {
  const t = useText();
  const words = useWords(shape);
  const { roles } = useDefinitions();
  const [adds, setAdds] = useState(false);
  const editing = draft?.mayEdit ? draft : undefined;
  const grants = shape.grants ?? [];
  const granted = roles.filter((role) => grants.some((grant) => grant.roles?.includes(role.id)));
  const actions = ACTIONS.filter((action) => grants.some((grant) => grant.actions.includes(action)));
  return (
    <section aria-label={t("shape.rights")}>
      {editing ? (
        <p className="shape-acts">
          <Button onClick={() => setAdds(true)}>{t("shape.add_grant")}</Button>
        </p>
      ) : null}
      <p className="quiet">{t("shape.rights_note")}</p>
      <div className="scroll">
        <table className="shape-table rights-table">
          <thead>
            <tr>
              <th scope="col">{t("shape.role")}</th>
              {actions.map((action) => (
                <th key={action} scope="col">
                  {worded(ACTION, action, t)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {granted.map((role) => (
              <tr key={role.id}>
                <th scope="row">{words.role(role.id)}</th>
                {actions.map((action) => (
                  <td key={action} data-title={worded(ACTION, action, t)}>
                    {grants
                      .filter((grant) => grant.roles?.includes(role.id) && grant.actions.includes(action))
                      .map((grant) => (
                        <Granted key={JSON.stringify(grant)} grant={grant} shape={shape} />
                      ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {editing && adds ? (
        <GrantDialog process={process} shape={shape} draft={editing} onClose={() => setAdds(false)} />
      ) : null}
    </section>
  );
}

/** With which records something is granted, and on what condition. */
function Granted({ grant, shape }: { grant: WrittenGrant; shape: Written }) {
  const t = useText();
  const words = useWords(shape);
  const conditions = [grant.when ?? []].flat();
  return (
    <div>
      {worded(SCOPE, grant.scope ?? "all", t)}
      {grant.mask?.length ? (
        <details>
          <summary>{t("shape.masked", { n: grant.mask.length })}</summary>
          {words.list(grant.mask, words.field)}
        </details>
      ) : null}
      {conditions.length > 0 ? (
        <details>
          <summary>{t("shape.conditional")}</summary>
          {conditions.map((when) => (
            <code key={when}>{when}</code>
          ))}
        </details>
      ) : null}
    </div>
  );
}

interface GrantDialogProps {
  process: string;
  shape: Written;
  draft: Draft;
  onClose: () => void;
}

function GrantDialog({ process, draft, onClose }: GrantDialogProps) {
  const t = useText();
  const roles = useRoleOptions(useDefinitions().roles);
  const [chosen, setChosen] = useState<string[]>([]);
  const [actions, setActions] = useState<string[]>([]);
  const [scope, setScope] = useState("all");
  const [when, setWhen] = useState("");
  const made = () => {
    if (chosen.length === 0) return { missing: t("shape.roles") };
    if (actions.length === 0) return { missing: t("shape.actions") };
    const grant: WrittenGrant = { roles: chosen, actions };
    if (scope !== "all") grant.scope = scope;
    if (when.trim()) grant.when = when.trim();
    return addGrant(process, draft.written ?? {}, grant);
  };
  return (
    <ChangeDialog title={t("shape.add_grant")} {...{ draft, made, onClose }}>
      <Entry label={t("shape.roles")} isRequired>
        {(place) => (
          <Select
            id={place}
            mode="multiple"
            value={chosen}
            showSearch={{ optionFilterProp: "label" }}
            options={roles}
            onChange={setChosen}
          />
        )}
      </Entry>
      <fieldset>
        <legend>{t("shape.actions")}</legend>
        <Checkbox.Group
          value={actions}
          options={ACTIONS.map((value) => ({ value, label: worded(ACTION, value, t) }))}
          onChange={setActions}
        />
      </fieldset>
      <Entry label={t("shape.scope")}>
        {(place) => (
          <Select
            id={place}
            value={scope}
            options={SCOPES.map((value) => ({ value, label: worded(SCOPE, value, t) }))}
            onChange={setScope}
          />
        )}
      </Entry>
      <Entry label={t("shape.only_when")}>
        {(place) => <Input id={place} value={when} onChange={({ target }) => setWhen(target.value)} />}
      </Entry>
    </ChangeDialog>
  );
}
