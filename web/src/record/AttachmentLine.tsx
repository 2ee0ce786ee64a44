// A file on a record: fetched by its name, and looked at in place where a picture, a PDF or a text can be.
import { Button } from "antd";
import { useId, useState } from "react";
import { attachmentAddress, type RecordAddress, useAttachedText } from "../api/record";
import type { Attachment } from "../api/wire";
import { LockIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
import { useText } from "../text/language";
import { size } from "../text/size";
import "./preview.css";

/** How large a text may be that is shown in place. */
const LONGEST = 200 * 1024;

const isPicture = (file: Attachment) => /^image\/(png|jpeg|gif|webp|bmp)$/.test(file.media_type);
/** A browser without a viewer of its own keeps the file instead. */
const isPdf = (file: Attachment) => file.media_type === "application/pdf" && navigator.pdfViewerEnabled;
const isText = (file: Attachment) => /^(text\/|application\/json)/.test(file.media_type) && file.size <= LONGEST;

export function AttachmentLine({ at, file }: { at: RecordAddress; file: Attachment }) {
  const t = useText();
  const body = useId();
  const [open, setOpen] = useState(false);
  const address = attachmentAddress(at, file.id);
  return (
    <li>
      <a href={address} download={file.name}>
        {file.name}
      </a>{" "}
      <span className="quiet figure">{size(file.size)}</span>
      {file.audience === "internal" ? <LockIcon className="internal" label={t("field.internal")} /> : null}
      {isPicture(file) || isPdf(file) || isText(file) ? (
        <Button
          type="link"
          size="small"
          aria-expanded={open}
          aria-controls={body}
          aria-label={t("compose.look_at", { name: file.name })}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "compose.fold" : "compose.look")}
        </Button>
      ) : null}
      <div id={body} className="file-preview" hidden={!open}>
        {open && isPicture(file) ? <img src={address} alt={file.name} /> : null}
        {open && isPdf(file) ? <iframe src={`${address}?inline=true#navpanes=0`} title={file.name} /> : null}
        {open && isText(file) ? <TextOf at={at} id={file.id} /> : null}
      </div>
    </li>
  );
}

function TextOf({ at, id }: { at: RecordAddress; id: string }) {
  const text = useAttachedText(at, id);
  if (text.isPending) return <Shape rows={3} />;
  if (text.isError) return <Trouble error={text.error} retry={() => void text.refetch()} />;
  return <pre>{text.data}</pre>;
}
