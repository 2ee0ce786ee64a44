// Process roles given to people: who holds each today, whom the posts suggest, and what is vacant. Several may hold one.
import { Button, Select } from "antd";
import { useMe } from "../api/account";
import { ofContent, stateOf, useDefinitions } from "../api/definitions";
import { useKept } from "../api/kept";
import { useOnce } from "../api/once";
import { useOpen, useStanding } from "../api/setup";
import type { ListedRecord, Reference, RoleHeld, SetupForm } from "../api/wire";
import { detailOf } from "../field/detail";
import { isReference } from "../field/value";
import { Fault } from "../look/Fault";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { idsIn } from "./proposal";
import type { StepProps } from "./registry";

export function RolesStep({ setup, step }: StepProps) {
  const form = step.forms[0];
  // Those that the step waits for come first.
  const waits = (role: RoleHeld) => step.rules.some((rule) => rule.filter?.includes(`"${role.id}"`));
  const roles = [...setup.roles].sort((a, b) => Number(waits(b)) - Number(waits(a)));
  return form ? <Roles roles={roles} form={form} /> : null;
}

function Roles({ roles, form }: { roles: RoleHeld[]; form: SetupForm }) {
  const t = useText();
  const me = useMe().data;
  const { people, suggested } = useSuggestions();
  const kept = useKept<{ [role: string]: string[] }>(me?.id ?? "", "setup:holders", () => ({}));
  const chosen = kept.value;
  const opening = useOpen();
  // Nobody gives themselves a right.
  const others = people.filter((person) => person.id !== me?.id);
  const free = (role: RoleHeld) => others.filter((person) => !role.holders.some((holder) => holder.id === person.id));
  const proposed = (role: RoleHeld) => (role.holders.length === 0 ? suggested(role.id, others) : []);
  // Who was chosen and is none of ours any more is chosen no longer.
  const stillOurs = (ids: string[]) => ids.filter((id) => others.some((person) => person.id === id));
  const peopleOf = (role: RoleHeld) => {
    const kept = chosen[role.id];
    return kept ? stillOurs(kept) : proposed(role).map((person) => person.id);
  };
  const wanted = roles.flatMap((role) => peopleOf(role).map((person) => ({ role, person })));
  const vacant = roles.filter((role) => role.holders.length === 0);
  const give = useOnce(async () => {
    for (const { role, person } of wanted) {
      const done = await opening.mutateAsync({ form, fields: { role: role.id, person } }).catch(() => undefined);
      if (!done) return;
      const without = (before: string[]) => before.filter((one) => one !== person);
      kept.change((before) => ({ ...before, [role.id]: without(before[role.id] ?? peopleOf(role)) }));
    }
  });
  return (
    <section className="setup-form" aria-label={t("setup.roles")}>
      <p className={vacant.length > 0 ? "sign wait" : "sign done"}>
        {vacant.length > 0 ? t("setup.vacancies", { n: vacant.length }) : t("setup.no_vacancy")}
      </p>
      <ul className="plain setup-roles">
        {roles.map((role) => (
          <RoleRow
            key={role.id}
            role={role}
            people={free(role)}
            value={peopleOf(role)}
            onChoose={(given) => kept.change((before) => ({ ...before, [role.id]: given }))}
          />
        ))}
      </ul>
      <Fault error={opening.error} />
      <div className="setup-act">
        <Button type="primary" disabled={wanted.length === 0} loading={give.isBusy} onClick={() => give.run()}>
          {t("setup.give_roles", { n: wanted.length })}
        </Button>
        <span className="quiet">{t("setup.not_oneself")}</span>
      </div>
    </section>
  );
}

interface RoleRowProps {
  role: RoleHeld;
  people: ListedRecord[];
  value: string[];
  onChoose: (people: string[]) => void;
}

function RoleRow({ role, people, value, onChoose }: RoleRowProps) {
  const t = useText();
  const label = useLabel();
  const { processes } = useDefinitions();
  const options = people.map((person) => {
    const detail = [detailOf(person, processes), person.number].filter(Boolean).join(" · ");
    const name = isTwice(people, person) ? `${person.title} ${detail}` : person.title;
    return { value: person.id, title: person.title, detail, label: name };
  });
  return (
    <li>
      <div>
        <strong>{label(role.label)}</strong>
        <p className="quiet">{label(role.purpose)}</p>
      </div>
      <div>
        {role.holders.length > 0 ? (
          <ul className="plain setup-holders">
            {role.holders.map((person) => (
              <li key={person.id}>
                <RecordLink to={person} withNumber={isTwice(role.holders, person)} />
              </li>
            ))}
          </ul>
        ) : (
          <span className="sign late">{t("setup.vacant")}</span>
        )}
        <Select
          size="small"
          allowClear
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("setup.choose_person")}
          aria-label={t("setup.person_for", { role: label(role.label) })}
          value={value}
          options={options}
          popupMatchSelectWidth={false}
          optionRender={({ data }) => (
            <span className="candidate">
              <span>{data.title}</span> <span className="quiet">{data.detail}</span>
            </span>
          )}
          onChange={onChoose}
        />
      </div>
    </li>
  );
}

/** Whether another of them is called the same. */
const isTwice = (people: Reference[], person: Reference) =>
  people.some((other) => other.title === person.title && other.id !== person.id);

/** Our people, and who is suggested for a role: all whose post goes with it. */
function useSuggestions() {
  const { processes } = useDefinitions();
  const [process] = ofContent(processes, "person");
  const [post] = ofContent(processes, "post");
  const standing = useStanding(process?.id).data?.items ?? [];
  const people = standing.filter((one) => stateOf(process, one.state)?.kind === "in_force");
  const posts = useStanding(post?.id).data?.items ?? [];
  const goesWith = (post: string, role: string) => {
    const fields = posts.find((one) => one.id === post)?.fields ?? {};
    return Object.values(fields).some((value) => idsIn(value, "role").includes(role));
  };
  const suggested = (role: string, among: ListedRecord[]) =>
    among.filter((person) =>
      Object.values(person.fields).some((value) => isReference(value) && goesWith(value.id, role)),
    );
  return { people, suggested };
}
