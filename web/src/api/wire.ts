// What travels between the server and the page, as /api/v1 speaks it.

export interface Label {
  zh: string;
  en: string;
}

export interface Reference {
  id: string;
  process?: string;
  number?: string;
  title?: string;
}

export type Value = boolean | number | string | Reference | TableRow[] | null | undefined;
export type TableRow = { [column: string]: Value };
export type Fields = { [field: string]: Value };

export type FieldKind =
  | "text"
  | "long_text"
  | "integer"
  | "decimal"
  | "boolean"
  | "date"
  | "timestamp"
  | "choice"
  | "reference"
  | "table";

export interface Option {
  id: string;
  label: Label;
}

export interface Field {
  id: string;
  label: Label;
  help?: Label | null;
  kind: FieldKind;
  min?: number | null;
  max?: number | null;
  required: boolean;
  internal: boolean;
  derived: boolean;
  fixed: boolean;
  indexed: boolean;
  default?: Value;
  options?: Option[];
  to?: string[];
  columns?: Field[];
}

export type StateKind = "draft" | "open" | "waiting" | "resolved" | "closed" | "cancelled" | "in_force" | "retired";

export interface State {
  id: string;
  label: Label;
  kind: StateKind;
}

export type CommentNeed = "optional" | "public" | "internal";

export interface Transition {
  id: string;
  label: Label;
  from: string[];
  to: string;
  requires: string[];
  asks: string[];
  comment: CommentNeed;
}

export interface RelationType {
  id: string;
  label: Label;
  inverse: Label;
  to: string[];
}

export interface Process {
  id: string;
  label: Label;
  purpose: Label;
  group: string;
  lifetime: "work" | "standing";
  prefix: string;
  title: string;
  list: string[];
  fields: Field[];
  states: State[];
  transitions: Transition[];
  clocks: { id: string; label: Label }[];
  relations: RelationType[];
  content?: string | null;
  may: { create: boolean; export: boolean };
}

export interface Definitions {
  hash: string;
  groups: { id: string; label: Label }[];
  roles: { id: string; label: Label }[];
  processes: Process[];
}

export type Language = "zh" | "en";

export interface Me {
  id: string;
  name: string;
  login: string;
  language?: Language | null;
  roles: { id: string; label: Label }[];
  customer: Reference | null;
  department?: Reference | null;
  deputises?: Reference[];
  must_change_password?: boolean;
}

export interface Clock {
  id: string;
  state: "running" | "paused" | "stopped";
  outcome: "met" | "breached" | null;
  started_at: string;
  since: string;
  due_at: string | null;
  stopped_at: string | null;
  breached_at: string | null;
  target_minutes: number;
  used_minutes: number;
  pause_reason: string | null;
  agreement: Reference | null;
  target_row: string | null;
  calendar: Reference | null;
}

export interface Vote {
  voter: Reference | null;
  deputy: Reference | null;
  at: string;
  agrees: boolean;
  opinion: string | null;
}

export interface Approval {
  id: string;
  transition: string;
  form: "one" | "all" | "share" | "in_turn";
  share: number | null;
  outcome: "pending" | "granted" | "returned" | "withdrawn" | "voided";
  asked_by: Reference | null;
  asked_at: string;
  voters: Reference[];
  votes: Vote[];
  urged: number;
}

export interface Missing {
  kind: string;
  text: Label;
}

export interface Action {
  id: string;
  label: Label;
  allowed: boolean;
  missing: Missing | null;
  requires?: string[];
  asks?: string[];
  comment?: CommentNeed;
}

export interface ListedRecord {
  id: string;
  process: string;
  number: string;
  state: string;
  is_open: boolean;
  version: number;
  title: string;
  fields: Fields;
  opened_at: string;
  updated_at: string;
  due_at: string | null;
  resolved_at: string | null;
  closed_at: string | null;
  opened_by?: Reference;
  voided?: string | null;
  clocks?: Clock[];
}

export interface YuhengRecord extends ListedRecord {
  entry: string;
  clocks: Clock[];
  approvals: Approval[];
  actions: Action[];
  editable: string[];
  clauses: { standard: string; clause: string; label: Label }[];
  /** What others changed meanwhile, after a write that was merged. */
  merged?: string[];
}

export interface Page<T> {
  items: T[];
  next?: string | null;
  total?: number | null;
}

export interface Change {
  field: string;
  from?: Value;
  to?: Value;
  erased?: boolean;
}

export interface Entry {
  n: number;
  at: string;
  actor: Reference | null;
  on_behalf_of?: Reference | null;
  door: string;
  action: string;
  transition?: string | null;
  from?: string | null;
  to?: string | null;
  changes?: Change[];
  comment?: { body: string | null; audience: "public" | "internal"; erased?: boolean } | null;
  reason?: string | null;
  clocks?: ClockEvent[];
  approval?: string | null;
  vote?: Vote | null;
  related?: { kind: string; record: Reference }[];
  attached?: string[];
}

export interface ClockEvent {
  clock: string;
  event: "started" | "paused" | "resumed" | "stopped" | "retargeted" | "warned" | "breached";
  share?: number | null;
  due_at?: string | null;
  target_minutes?: number | null;
  used_minutes?: number | null;
  reason?: string | null;
}

export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  fields?: { field: string; code: string; message: string }[];
  missing?: Missing | null;
  /** With 412: the record as it is now. */
  current?: YuhengRecord;
}

export interface RelationLink {
  id: string;
  kind: string;
  direction: "out" | "in";
  label?: Label;
  record: Reference & { state?: string };
  from?: string;
  until?: string | null;
}

export interface Attachment {
  id: string;
  name: string;
  media_type: string;
  size: number;
  audience: "public" | "internal";
  at?: string;
  by?: Reference;
}

export interface ObjectiveCount {
  reason: string;
  label?: Label;
  count: number;
}

export interface Objective {
  id: string;
  record?: Reference;
  label: Label;
  process?: string;
  period: string;
  unit?: string;
  actual: number | null;
  target: number;
  met: boolean | null;
  counted: number;
  passed: number;
  left_out: ObjectiveCount[];
}

export interface ClauseRule {
  label: Label;
  state: Clause["state"];
  process?: string | null;
  filter?: string | null;
  objective?: string | null;
  found?: number | null;
  records?: Reference[];
}

export interface Clause {
  id: string;
  label: Label;
  parent: string | null;
  state: "met" | "met_in_part" | "late" | "missing" | "no_rule";
  owner?: { role: string; label: Label } | null;
  comes_with?: Label | null;
  rules?: ClauseRule[];
}
