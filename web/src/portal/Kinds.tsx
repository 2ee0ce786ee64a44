// The first question: what one wants to report. What there is comes from the definitions, in the words that customers are
// asked in; what a process is for among ourselves is none of them.
import type { Process } from "../api/wire";
import { useLabel, useText } from "../text/language";

interface KindsProps {
  kinds: Process[];
  chosen: string | undefined;
  choose: (process: string) => void;
}

export function Kinds({ kinds, chosen, choose }: KindsProps) {
  const t = useText();
  const label = useLabel();
  return (
    <>
      <h1>{t("portal.what_kind")}</h1>
      <ul className="kinds">
        {kinds.map((process) => (
          <li key={process.id}>
            <button type="button" aria-pressed={process.id === chosen} onClick={() => choose(process.id)}>
              <strong>{label(process.ask ?? process.label)}</strong>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
