// What a search found, newest first.

import { useSearch as useUrl } from "@tanstack/react-router";
import { useDefinitions } from "../api/definitions";
import { useSearch } from "../api/records";
import type { Hit } from "../api/wire";
import { useTitleOf } from "../field/named";
import { PageHelp } from "../help/PageHelp";
import { RecordState } from "../look/State";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { near } from "../text/time";

export function SearchPage() {
  const t = useText();
  const { q = "" } = useUrl({ from: "/inside/search" });
  const found = useSearch(q);
  const hits = found.data?.items ?? [];
  return (
    <div className="page search-page">
      <header className="page-head">
        <h1>{t("search.title", { q })}</h1>
        <PageHelp id="search" />
      </header>
      {found.isLoading ? <Shape /> : null}
      {found.isError ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data && hits.length === 0 ? <Nothing text={t("search.nothing")} /> : null}
      <ul className="hits">
        {hits.map((hit) => (
          <HitRow key={hit.record.id} hit={hit} words={q} />
        ))}
      </ul>
      {found.data?.is_cut ? <p className="quiet">{t("search.cut")}</p> : null}
    </div>
  );
}

function HitRow({ hit, words }: { hit: Hit; words: string }) {
  const label = useLabel();
  const titleOf = useTitleOf();
  const process = useDefinitions().processes.find((one) => one.id === hit.record.process);
  const title = titleOf(hit.record);
  // The excerpt begins with the title, which stands above it.
  const excerpt = hit.excerpt?.startsWith(title) ? hit.excerpt.slice(title.length).trim() : hit.excerpt;
  return (
    <li>
      <div className="hit-line">
        <span className="quiet">{label(process?.label)}</span>
        <RecordLink to={{ ...hit.record, title }} withNumber />
        <RecordState process={process} record={hit} />
        {hit.updated_at ? <time dateTime={hit.updated_at}>{near(hit.updated_at)}</time> : null}
      </div>
      {excerpt ? (
        <p className="quiet">
          <Marked text={excerpt} words={words} />
        </p>
      ) : null}
    </li>
  );
}

/** The words that were sought, marked in a text. */
function Marked({ text, words }: { text: string; words: string }) {
  const sought = words.split(/\s+/).filter(Boolean).map(escaped);
  if (sought.length === 0) return text;
  const parts = text.split(new RegExp(`(${sought.join("|")})`, "i"));
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
  return parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part));
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
