// All processes by their groups: what each is for, who answers for it, where its records are.
import { Link } from "@tanstack/react-router";
import { useDefinitions } from "../api/definitions";
import type { Process } from "../api/wire";
import { useGroups } from "../frame/Navigation";
import { PageHelp } from "../help/PageHelp";
import { Nothing } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import "./shape.css";

export function ProcessesPage() {
  const t = useText();
  const { groups } = useGroups();
  return (
    <div className="page shape-page">
      <header className="page-head">
        <h1>{t("shape.title")}</h1>
        <PageHelp id="shape" />
      </header>
      {groups.length === 0 ? <Nothing text={t("shape.none")} /> : null}
      {groups.map((group) => (
        <section key={group.id} aria-labelledby={`group-${group.id}`}>
          <h2 id={`group-${group.id}`}>{group.label}</h2>
          <table className="shape-table processes">
            <thead>
              <tr>
                <th scope="col">{t("shape.name")}</th>
                <th scope="col">{t("shape.purpose")}</th>
                <th scope="col">{t("shape.owner")}</th>
                <th scope="col">{t("shape.prefix")}</th>
              </tr>
            </thead>
            <tbody>
              {group.processes.map((process) => (
                <Row key={process.id} process={process} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}

function Row({ process }: { process: Process }) {
  const t = useText();
  const label = useLabel();
  const { roles } = useDefinitions();
  return (
    <tr>
      <th scope="row">
        <Link to="/processes/$process" params={{ process: process.id }}>
          {label(process.label)}
        </Link>
      </th>
      <td data-title={t("shape.purpose")}>{label(process.purpose)}</td>
      <td data-title={t("shape.owner")}>{label(roles.find((role) => role.id === process.owner)?.label)}</td>
      <td data-title={t("shape.prefix")}>
        <code>{process.prefix}</code>
      </td>
    </tr>
  );
}
