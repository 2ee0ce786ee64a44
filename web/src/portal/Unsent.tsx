// What a customer began to answer where nothing more can be said.
import { useKept } from "../api/kept";
import { useKeptFiles } from "../api/keptFiles";
import type { RecordAddress } from "../api/record";
import type { Reference } from "../api/wire";
import { useText } from "../text/language";
import { nothing, placeOf } from "./carry";
import { Left } from "./Left";

interface UnsentProps {
  writer: string;
  at: RecordAddress;
  goesOn: Reference | undefined;
}

export function Unsent({ writer, at, goesOn }: UnsentProps) {
  const t = useText();
  const { value, forget } = useKept(writer, placeOf(at.number), nothing, "browser");
  const files = useKeptFiles(writer, placeOf(at.number));
  if (value.text.trim() === "" && files.files.length === 0) return null;
  const kept = { text: value.text, files, forget };
  return <Left writer={writer} title={t("unsent.title")} goesOn={goesOn} again={at.process} {...kept} />;
}
