// A small world for the tests: one process of no particular trade, one record of it.
import type { Definitions, Entry, Field, Me, YuhengRecord } from "../api/wire";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const field = (id: string, more: Partial<Field> = {}): Field => ({
  id,
  label: both(id[0]?.toUpperCase() + id.slice(1)),
  kind: "text",
  max: 100,
  required: false,
  internal: false,
  derived: false,
  fixed: false,
  indexed: false,
  options: [],
  to: [],
  columns: [],
  ...more,
});

export const me: Me = {
  id: "p1",
  name: "Wang",
  login: "wang",
  roles: [{ id: "desk", label: both("Desk") }],
  customer: null,
  administers: false,
  deputises: [],
  zone: "Asia/Shanghai",
  department: { id: "d1", process: "unit", number: "UNI0000001", title: "Desk" },
};

export const definitions: Definitions = {
  hash: "h",
  groups: [{ id: "desk", label: both("Service desk") }],
  limits: { comment: 100, opinion: 100, reason: 100 },
  roles: [],
  processes: [
    {
      id: "report",
      label: both("Report"),
      purpose: both("Where reports are kept."),
      group: "desk",
      lifetime: "work",
      owner: "desk",
      clauses: [],
      hash: "h",
      prefix: "REP",
      title: "title",
      list: ["title", "impact", "state"],
      fields: [
        field("title", { required: true }),
        field("impact", {
          kind: "choice",
          indexed: true,
          default: "low",
          options: [
            { id: "high", label: both("High") },
            { id: "low", label: both("Low") },
          ],
        }),
        field("requester", { kind: "reference", to: ["report"] }),
        field("solution", { kind: "long_text" }),
        field("score", { derived: true }),
      ],
      states: [
        { id: "new", label: both("New"), kind: "open" },
        { id: "done", label: both("Done"), kind: "closed" },
      ],
      transitions: [
        {
          id: "finish",
          label: both("Finish"),
          from: ["new"],
          to: "done",
          stays: [],
          requires: ["solution"],
          asks: [],
          comment: "public",
          counts: [],
          steps: [],
        },
      ],
      clocks: [{ id: "answer", label: both("Answer") }],
      relations: [],
      counted: [],
      copies: [],
      groupings: [
        ...["state", "impact", "requester", "is_open"].map((by) => ({ by, stretches: [] })),
        ...["opened_at", "due_at"].map((by) => ({ by, stretches: ["day", "week", "month"] })),
      ],
      may: {
        ...{ create: true, export: true, give_out: false, administer_accounts: false, merge: false, macros: true },
        view_as: false,
      },
    },
  ],
};

const plain = {
  requires: [],
  asks: [],
  comment: "none" as const,
  leads: null,
  is_main: false,
  voters: [],
  to_steps: [],
};
const person = (id: string, title: string) => ({ id, process: "report", number: "REP0000007", title });
const nothing = { version: 3, attached: [], changes: [], clocks: [], related: [], signers: [], copies: [] };

export const record: YuhengRecord = {
  id: "r1",
  process: "report",
  number: "REP0000001",
  state: "new",
  is_open: true,
  version: 3,
  entry: "REP0000001:2",
  title: "Slow",
  fields: {
    title: "Slow",
    impact: "low",
    requester: { id: "c1", process: "report", number: "REP0000009", title: "Zhang" },
  },
  opened_at: "2026-11-20T01:00:00Z",
  updated_at: "2026-11-20T01:00:00Z",
  due_at: null,
  resolved_at: null,
  closed_at: null,
  is_void: false,
  voided: null,
  clocks: [],
  approvals: [],
  actions: [
    {
      id: "transition:finish",
      label: both("Finish"),
      allowed: true,
      missing: null,
      requires: ["solution"],
      asks: [],
      comment: "public",
      audience: "public",
      leads: "on",
      is_main: true,
      voters: [],
      to_steps: [],
    },
    {
      id: "transition:escalate",
      label: both("Escalate"),
      allowed: false,
      missing: { kind: "role", text: both("Needs the role Lead") },
      ...plain,
      leads: "on",
    },
    { id: "comment", label: both("Comment"), allowed: true, ...plain },
    { id: "note", label: both("Note"), allowed: true, ...plain },
  ],
  editable: ["title", "impact"],
  kept: [],
  clauses: [],
};

export const history: Entry[] = [
  {
    n: 2,
    at: "2026-11-20T02:00:00Z",
    ...nothing,
    actor: person("p1", "Wang"),
    door: "page",
    action: "commented",
    comment: { body: "As in REP0000009, ask Li", audience: "internal", erased: false, mentioned: [] },
  },
  {
    n: 1,
    at: "2026-11-20T01:00:00Z",
    ...nothing,
    actor: person("c1", "Zhang"),
    door: "page",
    action: "created",
    to: "new",
  },
];
