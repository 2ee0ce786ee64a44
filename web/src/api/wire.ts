// What travels between the server and the page: the shapes that are made from the program's own description, under
// the names that the page uses. Written by hand is only what a description can't say: what the values of fields are.
import type { components } from "./generated/schema";

type Schemas = components["schemas"];

export type Language = "zh" | "en";
export type Label = Schemas["Text"];
export type Reference = Schemas["Reference"];

/** The value of a field, as its definition has it. */
export type Value = boolean | number | string | Reference | TableRow[] | null | undefined;
export type TableRow = { [column: string]: Value };
export type Fields = { [field: string]: Value };

export type Audience = Schemas["Audience"];
export type FieldKind = Schemas["FieldKind"];
export type Field = Omit<Schemas["Field"], "default" | "columns"> & { default?: Value; columns: Field[] };
export type StateKind = Schemas["StateKind"];
export type State = Schemas["State"];
export type CommentNeed = Schemas["CommentNeed"];
export type Transition = Schemas["TransitionDefinition"];
export type RelationType = Schemas["RelationType"];
export type Process = Omit<Schemas["Process"], "fields"> & { fields: Field[] };
export type Definitions = Omit<Schemas["Definitions"], "processes"> & { processes: Process[] };

/** How many, with the filters that list them. */
export type Counted = Schemas["Tallied"];
export type Counts = Schemas["Counts"];

export type Me = Schemas["Me"];
export type Viewing = Schemas["Viewing"];
export type Session = Schemas["Session"];
export type Token = Schemas["Token"];
export type OneTimeLink = Schemas["Link"];
export type Account = Schemas["Items_Account"]["items"][number];
export type LinkMade = Schemas["LinkMade"];
export type Notices = Schemas["Notices"];
export type Notice = Schemas["Notice"];
export type Folders = Schemas["Folders"];
export type Draft = Schemas["KeptDraft"];

export type Clock = Schemas["Clock"];
export type Vote = Schemas["Vote"];
export type Approval = Schemas["Approval"];
export type ApprovalStep = Schemas["ApprovalStep"];
export type ApprovalVote = Schemas["ApprovalVote"];
export type Signer = Schemas["Signer"];
export type Missing = Schemas["Missing"];
export type Action = Schemas["ActionOffer"];

/** A record as lists have it. */
export type ListedRecord = Omit<Schemas["Record"], "fields"> & { fields: Fields };
/** A record by itself, with what may be done. */
export type YuhengRecord = ListedRecord & {
  [part in "approvals" | "actions" | "editable" | "kept" | "clauses"]: NonNullable<Schemas["Record"][part]>;
};

/** A group of a list. */
export type ListGroup = Schemas["ListGroup"];
/** Records of one group that follow one another on a page. */
export type ListRun = Schemas["ListRun"];
/** A record of a list at which somebody is. */
export type PresentAt = Schemas["PresentAt"];

export interface Page<T> {
  items: T[];
  next?: string | null;
  total?: number | null;
  /** Of a grouped list: its groups, and whose the items are. */
  groups?: ListGroup[] | null;
  runs?: ListRun[] | null;
}

export type Change = Omit<Schemas["Change"], "from" | "to"> & { from?: Value; to?: Value };
export type Entry = Omit<Schemas["Entry"], "changes"> & { changes: Change[] };
export type ClockEvent = Schemas["ClockHappening"];
export type ClockExplanation = Schemas["ClockExplained"];
export type RelationLink = Schemas["RelationLink"];
export type Attachment = Schemas["AttachmentLink"];
export type Present = Schemas["Items_Present"]["items"][number];
export type Macro = Schemas["Items_Macro"]["items"][number];
export type MacroOutlook = Omit<Schemas["MacroOutlook"], "items"> & { items: Entry[] };
export type TextTemplate = Schemas["Items_TextTemplate"]["items"][number];
export type DutyDay = Schemas["Items_Day"]["items"][number];
export type Similar = Schemas["Items_Similar"]["items"][number];
export type Covered = Schemas["Items_Covered"]["items"][number];
export type Found = Schemas["Found"];
export type Hit = Schemas["Hit"];

/** A refusal; without a connection there is one of our own, with the status 0. */
export type Problem = Pick<Schemas["ProblemBody"], "title" | "status"> &
  Partial<Pick<Schemas["ProblemBody"], "type" | "detail" | "fields">> & { problems?: Faulty[] };
export type Faulty = Schemas["Faulty"];
export type Checked = Schemas["Checked"];
export type Compared = Schemas["Compared"];
export type GoingOn = Schemas["GoingOn"];
export type Difference = Schemas["Difference"];

export type RowsChanged = Schemas["RowsChanged"];
export type CountedTable = Schemas["CountedTable"];
export type BulkResult = Omit<Schemas["BulkResult"], "foreseen"> & { foreseen?: Entry[] | null };
export type StepComment = NonNullable<Schemas["TransitionTaken"]["comment"]>;

export type Imported = Schemas["Imported"];
export type ImportTable = Schemas["ImportTable"];
export type ImportRow = Schemas["ImportRow"];

/** A record behind a figure: whether it passes, or why it is left out. */
export type CountedRecord = ListedRecord & Pick<Schemas["MeasuredRecord"], "passed" | "left_out">;
export type Objective = Schemas["Objective"];
export type ObjectivePart = Schemas["ObjectiveOfDepartment"];
export type ObjectiveMonth = Schemas["ObjectiveOfMonth"];
export type Referring = Omit<Schemas["Referring"], "items"> & { items: ListedRecord[] };
export type Clause = Schemas["Clause"];
export type ClauseRule = Schemas["Rule"];
export type Named = Schemas["Named"];

export type GlossaryTerm = Schemas["Term"];
export type Setup = Schemas["Setup"];
export type SetupStep = Schemas["SetupStep"];
export type SetupForm = Schemas["SetupForm"];
export type RoleHeld = Schemas["RoleHeld"];
export type Proposal = Omit<Schemas["Proposal"], "fields"> & { fields: { [field: string]: unknown } };
export type Deadline = Schemas["Deadline"];
export type Health = Schemas["Health"];
export type HealthGroup = Schemas["HealthGroup"];
export type HealthLine = Schemas["HealthLine"];
export type HealthLevel = Schemas["HealthLevel"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditLog = Schemas["AuditLog"];
export type Rights = Schemas["Rights"];
