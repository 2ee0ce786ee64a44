// Files on a record. Whoever attaches one says who may fetch it.

import { Button } from "antd";
import { useRef, useState } from "react";
import { attachmentAddress, type RecordAddress, useAttachments, useChanges } from "../api/record";
import type { YuhengRecord } from "../api/wire";
import { LockIcon, PaperClipIcon } from "../look/icon";
import { useReason } from "../look/Wait";
import { useText } from "../text/language";

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function Attachments({ at, record }: { at: RecordAddress; record: YuhengRecord }) {
  const t = useText();
  const reason = useReason();
  const input = useRef<HTMLInputElement>(null);
  const [audience, setAudience] = useState<"public" | "internal">("public");
  const files = useAttachments(at).data?.items ?? [];
  const { attach } = useChanges(at);
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  const canAttach = may("attach");
  if (files.length === 0 && !canAttach) return null;
  const choose = (chosen: "public" | "internal") => {
    setAudience(chosen);
    input.current?.click();
  };
  return (
    <section>
      <h3>{t("record.attachments")}</h3>
      <ul className="plain">
        {files.map((file) => (
          <li key={file.id}>
            <a href={attachmentAddress(at, file.id)} download={file.name}>
              {file.name}
            </a>{" "}
            <span className="quiet figure">{size(file.size)}</span>
            {file.audience === "internal" ? <LockIcon className="internal" label={t("field.internal")} /> : null}
          </li>
        ))}
      </ul>
      {canAttach ? (
        <>
          <input
            ref={input}
            type="file"
            hidden
            aria-label={t("record.attach")}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) attach.mutate({ file, audience });
              event.target.value = "";
            }}
          />
          <Button
            size="small"
            type="text"
            icon={<PaperClipIcon />}
            loading={attach.isPending}
            onClick={() => choose("public")}
          >
            {t("record.attach")}
          </Button>
          {may("note") ? (
            <Button size="small" type="text" icon={<LockIcon />} onClick={() => choose("internal")}>
              {t("record.attach_internal")}
            </Button>
          ) : null}
        </>
      ) : null}
      {attach.error ? (
        <p className="fault" role="alert">
          {reason(attach.error)}
        </p>
      ) : null}
    </section>
  );
}
