// What was told when reporting, and the files, folded below how the record stands. Nothing that is ours to sort by.
import type { RecordAddress } from "../api/record";
import { attachmentAddress, useAttachments } from "../api/record";
import type { Field, Process, YuhengRecord } from "../api/wire";
import { FoldedFieldText } from "../field/FieldText";
import { isEmpty, isOffered } from "../field/value";
import { PrintButton } from "../print/PrintButton";
import { useLabel, useText } from "../text/language";

interface ParticularsProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  /** Whether it is all there is to see. */
  isOpen: boolean;
}

/** Whether a customer reads a field: what it could fill in itself, what is words; of content all that it may see. */
function isRead(process: Process, field: Field): boolean {
  if (field.id === process.title || field.internal) return false;
  const isWords = field.kind === "text" || field.kind === "long_text";
  return process.lifetime === "standing" || isWords || isOffered(process, field);
}

export function Particulars({ at, process, record, isOpen }: ParticularsProps) {
  const t = useText();
  const label = useLabel();
  const files = useAttachments(at).data?.items ?? [];
  const fields = process.fields.filter((field) => isRead(process, field) && !isEmpty(record.fields[field.id]));
  if (fields.length === 0 && files.length === 0) return null;
  return (
    <details className="particulars" open={isOpen || undefined}>
      <summary>{t(isOpen ? "portal.particulars" : "portal.reported")}</summary>
      <dl>
        {fields.map((field) => (
          <div key={field.id}>
            <dt>{label(field.label)}</dt>
            <dd>
              <FoldedFieldText process={process} field={field} value={record.fields[field.id]} />
            </dd>
          </div>
        ))}
        {files.length > 0 ? (
          <div>
            <dt>{t("record.attachments")}</dt>
            <dd>
              {files.map((file) => (
                <a key={file.id} href={attachmentAddress(at, file.id)} download={file.name}>
                  {file.name}
                </a>
              ))}
            </dd>
          </div>
        ) : null}
      </dl>
      <PrintButton at={at} process={process} record={record} inWords />
    </details>
  );
}
