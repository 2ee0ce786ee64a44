// What the record is tied to, in both directions, and tying it to something else.

import { Button, Select } from "antd";
import { useState } from "react";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges, useRelations } from "../api/record";
import type { Process, Reference, RelationLink, RelationType, YuhengRecord } from "../api/wire";
import { ReferencePicker } from "../field/ReferencePicker";
import { Fault } from "../look/Fault";
import { CloseIcon, PlusIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { Section } from "../pane/Section";
import { inBoth, useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";

export function Relations({ at, process, record }: { at: RecordAddress; process: Process; record: YuhengRecord }) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const found = useRelations(at);
  const links = found.data?.pages.flatMap((page) => page.items) ?? [];
  const byHand = process.relations.filter((one) => one.by_hand);
  const mayEnd = (link: RelationLink) => link.direction === "out" && byHand.some((one) => one.id === link.kind);
  const may = byHand.length > 0 && record.actions.some((action) => action.id === "relate" && action.allowed);
  const begin = () => setAdding(true);
  const about = { record: record.number };
  useOffers([may ? { id: "relate", kind: "act", about, label: inBoth("record.relate"), run: begin } : undefined]);
  if (links.length === 0 && !may) return null;
  return (
    <Section
      id="relations"
      title={t("record.relations")}
      count={links.length}
      isHeld={adding}
      className={links.length === 0 ? "unprinted" : undefined}
    >
      <ul className="plain relations">
        {links.map((link) => (
          <RelationLine key={link.id} at={at} link={link} mayEnd={may && mayEnd(link)} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button size="small" className="more" onClick={() => void found.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
      {may && !adding ? (
        <Button size="small" type="text" icon={<PlusIcon />} onClick={begin}>
          {t("record.relate")}
        </Button>
      ) : null}
      {adding ? <RelateForm at={at} types={byHand} onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}

function RelationLine({ at, link, mayEnd }: { at: RecordAddress; link: RelationLink; mayEnd: boolean }) {
  const t = useText();
  const label = useLabel();
  const { unrelate } = useChanges(at);
  const end = useOnce(() => unrelate.mutateAsync(link.id));
  return (
    <li>
      <span className="quiet">{label(link.label)}</span>
      <span className="related">
        <RecordLink to={link.record} withNumber />
      </span>
      {mayEnd ? (
        <Button
          type="text"
          size="small"
          icon={<CloseIcon />}
          aria-label={t("record.unrelate", { title: link.record.number ?? "" })}
          onClick={end.run}
        />
      ) : null}
      <Fault error={unrelate.error} />
    </li>
  );
}

interface RelateFormProps {
  at: RecordAddress;
  types: RelationType[];
  onClose: () => void;
}

function RelateForm({ at, types, onClose }: RelateFormProps) {
  const t = useText();
  const label = useLabel();
  const { relate } = useChanges(at);
  const [kind, setKind] = useState(types[0]?.id ?? "");
  const [target, setTarget] = useState<Reference>();
  const type = types.find((one) => one.id === kind);
  const draw = useOnce(async () => {
    if (!target) return;
    await relate.mutateAsync({ kind, target: target.id });
    onClose();
  });
  return (
    <form
      className="relate-form"
      onSubmit={(event) => {
        event.preventDefault();
        draw.run();
      }}
    >
      <Select
        aria-label={t("record.relation_kind")}
        value={kind}
        options={types.map((one) => ({ value: one.id, label: label(one.label) }))}
        onChange={setKind}
      />
      <ReferencePicker
        aria-label={t("record.relation_target")}
        to={type?.to ?? []}
        value={target}
        onChange={setTarget}
      />
      <div className="editor-end">
        <Button size="small" type="primary" htmlType="submit" disabled={!target} loading={draw.isBusy}>
          {t("record.relate")}
        </Button>
        <Button size="small" onClick={onClose}>
          {t("record.cancel")}
        </Button>
      </div>
      <Fault error={relate.error} />
    </form>
  );
}
