// A reference to another record: its title, leading there when it can be seen.
import type { Reference } from "../api/wire";
import { RecordAnchor } from "./RecordAnchor";

export function RecordLink({ to, withNumber = false }: { to: Reference; withNumber?: boolean }) {
  const text = to.title || to.number || "—";
  if (!to.process || !to.number) return <span>{text}</span>;
  return (
    <RecordAnchor process={to.process} number={to.number} title={to.number}>
      {withNumber ? <span className="number">{to.number} </span> : null}
      {text}
    </RecordAnchor>
  );
}
