// What a customer's search found: older reports, whoever of the organisation made them.
import { Link, useNavigate, useSearch as useUrl } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { stateOf, useDefinitions } from "../api/definitions";
import { useSearch } from "../api/records";
import type { Hit } from "../api/wire";
import { SearchIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { near } from "../text/time";

export function FoundPage() {
  const t = useText();
  const navigate = useNavigate();
  const { q = "" } = useUrl({ from: "/inside/search" });
  const [text, setText] = useState(q);
  const found = useSearch(q);
  const hits = found.data?.items ?? [];
  const go = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: "/search", search: { q: text.trim() } });
  };
  return (
    <div className="column">
      <Link to="/" className="back">
        ‹ {t("portal.title")}
      </Link>
      <h1>{t("search.title", { q })}</h1>
      <form className="older" onSubmit={go}>
        <Input
          prefix={<SearchIcon />}
          value={text}
          aria-label={t("portal.search")}
          onChange={(event) => setText(event.target.value)}
        />
        <Button htmlType="submit">{t("portal.find")}</Button>
      </form>
      {found.isLoading ? <Shape /> : null}
      {found.isError ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data && hits.length === 0 ? <p className="quiet">{t("search.nothing")}</p> : null}
      <ul className="report-rows">
        {hits.map((hit) => (
          <HitRow key={hit.record.id} hit={hit} />
        ))}
      </ul>
    </div>
  );
}

function HitRow({ hit }: { hit: Hit }) {
  const label = useLabel();
  const { process: id, number, title } = hit.record;
  const process = useDefinitions().processes.find((one) => one.id === id);
  return (
    <li>
      <Link to="/records/$process/$number" params={{ process: id, number }}>
        <span className="report-title">{title || number}</span>
      </Link>
      <span className="report-state">
        {label(process?.label)} · {label(stateOf(process, hit.state)?.label, hit.state)}
      </span>
      {hit.excerpt ? <span className="report-foot">{hit.excerpt}</span> : null}
      <span className="report-foot">
        {hit.updated_at ? near(hit.updated_at) : null} · <span className="number">{number}</span>
      </span>
    </li>
  );
}
