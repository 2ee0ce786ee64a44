// What stands at the edge of each page: company, number and version, how widely it may go round, page x of y. Margins of
// pages take texts from a style sheet alone, so these are written into one.
import type { YuhengRecord } from "../api/wire";
import { useText } from "../text/language";
import type { Classification } from "./paper";
import { useClassification } from "./words";

interface PageStyleProps {
  company: string;
  record: YuhengRecord;
  classification: Classification;
}

/** A text as a style sheet has it. */
const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&").replace(/\s+/g, " ")}"`;

export function PageStyle({ company, record, classification }: PageStyleProps) {
  const t = useText();
  const word = useClassification(record, classification);
  const number = t("print.number_version", { number: record.number, version: record.version });
  const [before, between, after] = t("print.page", { page: "\n", pages: "\n" }).split("\n").map(quoted);
  return (
    <style>{`@page {
      @top-left { content: ${quoted(company)}; }
      @top-right { content: ${quoted(word)}; }
      @bottom-left { content: ${quoted(number)}; }
      @bottom-right { content: ${before} counter(page) ${between} counter(pages) ${after}; }
    }`}</style>
  );
}
