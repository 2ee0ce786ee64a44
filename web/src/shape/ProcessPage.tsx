// One process as it is written: its fields, its flow, who may do what. Whoever drafts overlays changes it here by forms: what is
// changed is gathered in the overlay that is chosen, and shown as it would be with it.
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useState } from "react";
import { useProcess } from "../api/definitions";
import type { Patch, Written } from "../api/shape";
import { useShape } from "../api/shape";
import { Missing } from "../frame/Missing";
import { Terms } from "../glossary/Term";
import { PageHelp } from "../help/PageHelp";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { DraftBar } from "./DraftBar";
import { Fields } from "./Fields";
import { Flow } from "./Flow";
import { Rights } from "./Rights";
import { type Draft, useDraft } from "./useDraft";
import { useWords } from "./words";
import "./shape.css";

const PART = { fields: "shape.fields", flow: "shape.flow", rights: "shape.rights" } as const;
type Part = keyof typeof PART;
const PARTS = Object.keys(PART) as Part[];

/** What the parts of the page are given: the process, and how one changes it, if one may. */
export interface PartProps {
  process: string;
  shape: Written;
  draft: Draft | undefined;
  /** The ids that the overlay adds or changes, by the kind of part. */
  isChanged: (kind: string, id: string) => boolean;
}

export function ProcessPage() {
  const { process } = useParams({ from: "/inside/processes/$process" });
  const { overlay } = useSearch({ from: "/inside/processes/$process" });
  const definition = useProcess(process);
  const draft = useDraft(overlay);
  const inForce = useShape(process, undefined, undefined);
  const drafted = useShape(process, overlay, draft?.record?.version);
  if (!definition && !overlay) return <Missing />;
  const found = overlay && drafted.data ? drafted : inForce;
  return (
    <div className="page shape-page">
      {found.isPending ? <Shape rows={12} /> : null}
      {found.isError ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data ? (
        <Shown process={process} shape={found.data} draft={draft} broken={overlay ? drafted.error : null} />
      ) : null}
    </div>
  );
}

interface ShownProps {
  process: string;
  shape: Written;
  draft: Draft | undefined;
  /** Why the draft can't be shown. */
  broken: unknown;
}

function Shown({ process, shape, draft, broken }: ShownProps) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/processes/$process" });
  const words = useWords(shape);
  const [part, setPart] = useState<Part>(PARTS.find((one) => one === search.part) ?? "fields");
  const choose = (next: Part) => {
    setPart(next);
    void navigate({
      to: "/processes/$process",
      params: { process },
      search: { ...search, part: next },
      replace: true,
    });
  };
  const props: PartProps = { process, shape, draft, isChanged: changedBy(draft?.written, process) };
  return (
    <>
      <header className="page-head">
        <h1>{label(shape.label)}</h1>
        <PageHelp id="shape" />
        <Link to="/processes">{t("shape.title")}</Link>
        <Link to="/records/$process" params={{ process }}>
          {t("shape.records")}
        </Link>
      </header>
      <p className="shape-purpose">
        <Terms of={shape.purpose} />
      </p>
      <dl className="shape-facts">
        <dt>{t("shape.owner")}</dt>
        <dd>{words.role(shape.owner)}</dd>
        <dt>{t("shape.prefix")}</dt>
        <dd>
          <code>{shape.prefix}</code>
        </dd>
        <dt>{t("shape.lifetime")}</dt>
        <dd>{t(shape.lifetime === "work" ? "shape.work" : "shape.standing")}</dd>
      </dl>
      <DraftBar process={process} shape={shape} draft={draft} broken={broken} />
      <Segmented
        aria-label={t("shape.sections")}
        value={part}
        options={PARTS.map((value) => ({ value, label: t(PART[value]) }))}
        onChange={choose}
      />
      {part === "fields" ? <Fields {...props} /> : null}
      {part === "flow" ? <Flow {...props} /> : null}
      {part === "rights" ? <Rights {...props} /> : null}
    </>
  );
}

/** Whether a draft says something of a part. */
const changedBy = (written: Patch | undefined, process: string) => (kind: string, id: string) => {
  const overlay = written as { process?: { [id: string]: { [kind: string]: { [id: string]: unknown } } } } | undefined;
  return overlay?.process?.[process]?.[kind]?.[id] !== undefined;
};
