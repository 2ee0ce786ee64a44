// What is wrong with a text of definitions: the line, what is wrong, the nearest name that is known.
import type { Faulty } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { showLine } from "./line";

/** How the server calls the text that it was asked about; other names are other files. */
const THE_TEXT = "overlay";

interface ProblemListProps {
  problems: Faulty[];
  /** Goes to a line of the text. */
  onJump?: (line: number) => void;
}

export function ProblemList({ problems, onJump = showLine }: ProblemListProps) {
  const t = useText();
  const label = useLabel();
  return (
    <ul className="problems">
      {problems.map(({ file, line, message, nearest }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be alike
        <li key={index}>
          {file !== THE_TEXT ? (
            <code className="place">{line > 0 ? `${file}:${line}` : file}</code>
          ) : line > 0 ? (
            <button type="button" className="place" onClick={() => onJump(line)}>
              {t("content.line", { line })}
            </button>
          ) : (
            <span className="place quiet">{t("content.whole_text")}</span>
          )}
          <span className="what">
            <Told text={label(message)} />
            {nearest ? (
              <span className="nearest">
                {t("content.nearest")} <code>{nearest}</code>
              </span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Words in which names stand between backquotes. */
function Told({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
