// The open work that goes on by the flow that it was opened with, process by process: how much, which, and what stays for it.
import { Link } from "@tanstack/react-router";
import { useDefinitions } from "../api/definitions";
import type { GoingOn as Going } from "../api/wire";
import { useLabel, useText } from "../text/language";

interface GoingOnProps {
  title: string;
  going: Going[];
}

export function GoingOn({ title, going }: GoingOnProps) {
  const t = useText();
  const label = useLabel();
  const { processes } = useDefinitions();
  if (going.length === 0) return null;
  const named = (one: Going) => one.stays.map((part) => label(part.label)).join(t("content.and"));
  return (
    <section className="going-on" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {going.map((one) => (
          <li key={one.process}>
            <Link to="/records/$process" params={{ process: one.process }} search={{ view: "all", filter: one.filter }}>
              {t("content.going_on", {
                process: label(processes.find(({ id }) => id === one.process)?.label, one.process),
                n: one.open,
              })}
            </Link>
            {one.stays.length > 0 ? <p className="quiet">{t("content.stays", { what: named(one) })}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
