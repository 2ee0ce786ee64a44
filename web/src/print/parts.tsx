// The tables of a form: promises, votes, what happened, files.

import { fieldOf, stateOf } from "../api/definitions";
import type { Approval, Attachment, Clock, Entry, Process, YuhengRecord } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { withNames } from "../text/mentions";
import { moment, serviceTime } from "../text/time";
import { useApproving } from "../timeline/Approving";
import { useDeed } from "../timeline/deed";
import type { Side } from "./paper";

interface TableProps {
  title: string;
  heads: string[];
  rows: { key: string; cells: (string | undefined)[] }[];
}

function Table({ title, heads, rows }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <section className="paper-part">
      <h2>{title}</h2>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={heads[index]}>{cell || "—"}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function useOutcome(): (clock: Clock) => string {
  const t = useText();
  return ({ outcome, state }) => {
    if (outcome === "met") return t("print.met");
    if (outcome === "breached") return t("record.breached");
    if (outcome === "cancelled") return t("record.called_off");
    return t(state === "paused" ? "record.paused" : "print.running");
  };
}

export function PaperClocks({ process, record }: { process: Process; record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const outcome = useOutcome();
  const place = (clock: Clock) => process.clocks.findIndex((one) => one.id === clock.id);
  const rows = [...record.clocks]
    .sort((a, b) => place(a) - place(b))
    .map((clock) => ({
      key: clock.id,
      cells: [
        label(process.clocks.find((one) => one.id === clock.id)?.label, clock.id),
        serviceTime(clock.target_minutes, t),
        clock.due_at ? moment(clock.due_at) : "",
        // Between two events only the due moment is known.
        clock.state === "running" ? "" : serviceTime(clock.used_minutes, t),
        outcome(clock),
      ],
    }));
  const heads = [t("record.clocks"), t("record.target_word"), t("list.due_at"), t("print.used"), t("print.outcome")];
  return <Table title={t("record.clocks")} heads={heads} rows={rows} />;
}

const OUTCOME: { [outcome in Approval["outcome"]]: string } = {
  pending: "record.outcome_pending",
  granted: "record.outcome_granted",
  returned: "record.outcome_returned",
  withdrawn: "record.outcome_withdrawn",
  voided: "print.voided",
};

interface VotesProps {
  process: Process;
  record: YuhengRecord;
  side: Side;
}

export function PaperVotes({ process, record, side }: VotesProps) {
  const t = useText();
  const label = useLabel();
  const rows = record.approvals.flatMap((approval) => {
    const transition = label(
      process.transitions.find((one) => one.id === approval.transition)?.label,
      approval.transition,
    );
    const counts = !["voided", "withdrawn"].includes(approval.outcome);
    const asked = {
      key: approval.id,
      cells: [
        transition,
        approval.asked_by ? t("print.asked_by", { name: approval.asked_by.title ?? "" }) : "",
        t(OUTCOME[approval.outcome]),
        "",
        moment(approval.asked_at),
      ],
    };
    const stepOf = (id: string | null | undefined) => approval.steps.find((step) => step.id && step.id === id);
    const votes = approval.votes.map((vote) => {
      const step = stepOf(vote.step);
      const back = stepOf(vote.to_step);
      const sent = back ? t("approval.back_to", { step: label(back.label, back.id ?? "") }) : t("record.against");
      return {
        key: `${approval.id}:${vote.voter?.id}:${vote.at}`,
        cells: [
          [transition, step ? label(step.label, step.id ?? "") : ""].filter(Boolean).join(" · "),
          [
            vote.voter?.title,
            vote.deputy ? t("record.by_deputy", { name: vote.deputy.title }) : "",
            vote.handed_by ? t("approval.handed_by", { name: vote.handed_by.title }) : "",
            vote.added_by ? t("approval.added_by", { name: vote.added_by.title }) : "",
          ]
            .filter(Boolean)
            .join(" · "),
          [
            vote.agrees ? t("record.agreed") : sent,
            vote.set_aside ? t("approval.round_word", { round: vote.round }) : "",
            counts ? "" : t("print.void_vote"),
          ]
            .filter(Boolean)
            .join(" · "),
          (side === "internal" ? vote.opinion : "") ?? "",
          moment(vote.at),
        ],
      };
    });
    return [asked, ...votes];
  });
  const heads = [t("print.step"), t("print.voter"), t("print.vote"), t("print.opinion"), t("print.time")];
  return <Table title={t("record.approvals")} heads={heads} rows={rows} />;
}

interface HistoryProps {
  process: Process;
  entries: Entry[];
  side: Side;
  /** What stands above it; else what the timeline is called. */
  title?: string;
}

export function PaperHistory({ process, entries, side, title }: HistoryProps) {
  const t = useText();
  const label = useLabel();
  const deed = useDeed(process);
  const approving = useApproving(process);
  const state = (id: string | null | undefined) => label(stateOf(process, id ?? "")?.label, id ?? "");
  const who = ({ actor, on_behalf_of }: Entry) => {
    const name = actor?.title ?? t("record.system");
    return actor && on_behalf_of ? t("print.signed_for", { name, other: on_behalf_of.title ?? "" }) : name;
  };
  const changed = ({ changes }: Entry) => {
    const labels = changes.map(({ field }) => label(fieldOf(process, field)?.label, field));
    return labels.length > 0 ? t("audit.fields", { fields: labels.join(t("audit.between")) }) : "";
  };
  const what = (entry: Entry) =>
    [
      entry.comment?.audience === "internal" ? t("print.note") : deed(entry),
      entry.to && entry.to !== entry.from ? `→ ${state(entry.to)}` : "",
    ]
      .filter(Boolean)
      .join(" ");
  const words = (entry: Entry) =>
    [
      withNames(entry.comment?.body ?? "", entry.comment?.mentioned),
      ...(side === "internal" ? approving(entry) : []),
      side === "internal" && entry.action === "updated" ? changed(entry) : "",
      side === "internal" ? entry.reason : "",
      side === "internal" ? entry.attached.map(({ name }) => name).join(", ") : "",
      side === "internal" && entry.told ? label(entry.told) : "",
    ]
      .filter(Boolean)
      .join("\n");
  const rows = entries.map((entry) => ({
    key: String(entry.n),
    cells: [moment(entry.at), who(entry), what(entry), words(entry)],
  }));
  const heads = [t("print.time"), t("print.who"), t("print.what"), t("print.words")];
  return <Table title={title ?? t("record.timeline")} heads={heads} rows={rows} />;
}

export function PaperFiles({ files }: { files: Attachment[] }) {
  const t = useText();
  const rows = files.map((file) => ({
    key: file.id,
    cells: [file.name, `${Math.max(1, Math.round(file.size / 1024))} KB`, moment(file.at)],
  }));
  return (
    <Table title={t("record.attachments")} heads={[t("print.file"), t("print.size"), t("print.time")]} rows={rows} />
  );
}
