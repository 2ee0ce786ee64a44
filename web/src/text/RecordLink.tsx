// A reference to another record: its title, leading there when it can be seen.
import { Link } from "@tanstack/react-router";
import type { Reference } from "../api/wire";

export function RecordLink({ to, withNumber = false }: { to: Reference; withNumber?: boolean }) {
  const text = to.title || to.number || "—";
  if (!to.process || !to.number) return <span>{text}</span>;
  return (
    <Link to="/records/$process/$number" params={{ process: to.process, number: to.number }} title={to.number}>
      {withNumber ? <span className="number">{to.number} </span> : null}
      {text}
    </Link>
  );
}
