// What I have begun to write and not sent, on whichever device.
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { forgetDraft, useDrafts } from "../api/draft";
import type { Draft } from "../api/wire";
import { titleOf } from "../create/draft";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { near } from "../text/time";

const KINDS = ["reply", "note", "create"];
const WORD = { reply: "folder.draft_reply", note: "folder.draft_note", create: "folder.draft_create" };

export function Drafts() {
  const t = useText();
  const found = useDrafts();
  return (
    <section aria-label={t("folder.drafts")} className="own-list">
      {found.isPending ? <Shape rows={3} /> : null}
      {found.error ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data?.items.length === 0 ? <Nothing text={t("folder.none_drafts")} /> : null}
      <ul className="work-list drafts">
        {found.data?.items.map((draft) => (
          <DraftRow key={draft.key} draft={draft} />
        ))}
      </ul>
    </section>
  );
}

function DraftRow({ draft }: { draft: Draft }) {
  const t = useText();
  const label = useLabel();
  const client = useQueryClient();
  const writer = useMe().data?.id ?? "";
  const process = useDefinitions().processes.find((one) => one.id === draft.process);
  const text = draft.body || titleOf(process, draft) || t("folder.draft_empty");
  const kind = KINDS.includes(draft.kind) ? t(WORD[draft.kind as keyof typeof WORD]) : "";
  return (
    <li>
      <span className="number">{draft.record ?? label(process?.label)}</span>
      <span className="kind quiet">{kind}</span>
      <span className="title">
        {process && draft.record ? (
          <Link to="/records/$process/$number" params={{ process: process.id, number: draft.record }}>
            {text}
          </Link>
        ) : process ? (
          <Link to="/records/$process/new" params={{ process: process.id }} search={{ draft: draft.key }}>
            {text}
          </Link>
        ) : (
          text
        )}
      </span>
      <time className="when" dateTime={draft.updated_at}>
        {near(draft.updated_at)}
      </time>
      <Button size="small" type="text" onClick={() => forgetDraft(client, writer, draft.key)}>
        {t("folder.forget")}
      </Button>
    </li>
  );
}
