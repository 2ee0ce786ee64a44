// What the page has for records that are content of the engine, by the key `content` of a definition. A process without
// an entry here is drawn from its definition alone.
import type { ComponentType } from "react";
import type { RecordAddress } from "../api/record";
import type { Fields, YuhengRecord } from "../api/wire";
import { CodeText } from "./CodeText";
import { Comparison } from "./Comparison";
import { AgreementDeadline, CalendarDeadline } from "./Deadline";
import { DutyDays, DutyPanel, RHYTHM } from "./DutyDays";
import { DueFieldEditor, FieldName, GivenFieldEditor, GivenValue, GivenValueEditor, OpensEditor } from "./DutyParts";
import {
  ListedReader,
  MacroPanel,
  RecordsOfEditor,
  TargetEditor,
  TargetReader,
  ValueEditor,
  ValueReader,
} from "./MacroParts";
import { OverlayEditor } from "./OverlayEditor";

export interface EditorProps {
  value: string;
  onChange: (value: string) => void;
  id?: string;
  autoFocus?: boolean;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

export interface PanelProps {
  at: RecordAddress;
  record: YuhengRecord;
}

export interface ContentParts {
  /** How a field is written and read, by its id. */
  fields?: { [field: string]: { Editor: ComponentType<EditorProps>; Reader?: ComponentType<{ text: string }> } };
  /** What stands below the texts of a record. */
  Panel?: ComponentType<PanelProps>;
  /** What comes of some of the fields, shown while one fills them in. */
  Preview?: { of: string[]; Shown: ComponentType<{ values: Fields }> };
  /** There is one record of it and no second: another is not offered. */
  isSole?: boolean;
}

export const CONTENT: { [content: string]: ContentParts } = {
  overlay: { fields: { text: { Editor: OverlayEditor, Reader: CodeText } }, Panel: Comparison },
  calendar: { Panel: CalendarDeadline },
  service_level_agreement: { Panel: AgreementDeadline },
  duty: {
    fields: {
      opens: { Editor: OpensEditor },
      field: { Editor: GivenFieldEditor, Reader: FieldName },
      value: { Editor: GivenValueEditor, Reader: GivenValue },
      due_field: { Editor: DueFieldEditor, Reader: FieldName },
    },
    Preview: { of: RHYTHM, Shown: DutyDays },
    Panel: DutyPanel,
  },
  macro: {
    fields: {
      records_of: { Editor: RecordsOfEditor, Reader: ListedReader },
      target: { Editor: TargetEditor, Reader: TargetReader },
      value: { Editor: ValueEditor, Reader: ValueReader },
    },
    Panel: MacroPanel,
  },
  organisation: { isSole: true },
};
