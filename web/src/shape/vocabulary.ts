// The words of the definitions by the keys of their texts.
export const TYPE: { [type: string]: string } = {
  text: "shape.type_text",
  long_text: "shape.type_long_text",
  integer: "shape.type_integer",
  decimal: "shape.type_decimal",
  boolean: "shape.type_boolean",
  date: "shape.type_date",
  timestamp: "shape.type_timestamp",
  choice: "shape.type_choice",
  reference: "shape.type_reference",
  table: "shape.type_table",
};

export const KIND: { [kind: string]: string } = {
  draft: "shape.kind_draft",
  open: "shape.kind_open",
  waiting: "shape.kind_waiting",
  resolved: "shape.kind_resolved",
  closed: "shape.kind_closed",
  cancelled: "shape.kind_cancelled",
  in_force: "shape.kind_in_force",
  retired: "shape.kind_retired",
};

export const ACTION: { [action: string]: string } = {
  view: "shape.action_view",
  view_internal: "shape.action_view_internal",
  view_confidential: "shape.action_view_confidential",
  create: "shape.action_create",
  update: "shape.action_update",
  comment: "shape.action_comment",
  note: "shape.action_note",
  relate: "shape.action_relate",
  void: "shape.action_void",
  convert: "shape.action_convert",
  merge: "shape.action_merge",
  export: "shape.action_export",
  view_as: "shape.action_view_as",
};

export const SCOPE: { [scope: string]: string } = {
  all: "shape.scope_all",
  customer: "shape.scope_customer",
  department: "shape.scope_department",
  own: "shape.scope_own",
  assigned: "shape.scope_assigned",
  participant: "shape.scope_participant",
};

export const MARK = {
  required: "shape.required",
  indexed: "shape.indexed",
  internal: "shape.internal",
  derived: "shape.derived",
  retired: "shape.retired",
} as const;

export const CLOCK = {
  runs: "shape.clock_runs",
  pauses: "shape.clock_pauses",
  stops: "shape.clock_stops",
} as const;

export const FORM: { [form: string]: string } = {
  one: "shape.form_one",
  all: "shape.form_all",
  in_turn: "shape.form_in_turn",
};

/** The text of a word; a word that is not known stands as it is. */
export const worded = (words: { [word: string]: string }, word: string, t: (key: string) => string) => {
  const key = words[word];
  return key ? t(key) : word;
};
