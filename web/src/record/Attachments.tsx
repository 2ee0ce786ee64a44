// Files on a record: chosen, pasted or dropped. Whoever attaches one says who may fetch it.

import { Button, Progress } from "antd";
import { useRef, useState } from "react";
import { attachmentAddress, type RecordAddress, useAttachments, useChanges } from "../api/record";
import type { Audience, YuhengRecord } from "../api/wire";
import { LockIcon, PaperClipIcon } from "../look/icon";
import { useReason } from "../look/Wait";
import { useText } from "../text/language";
import { useFiles } from "./useFiles";

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function Attachments({ at, record }: { at: RecordAddress; record: YuhengRecord }) {
  const t = useText();
  const files = useAttachments(at).data?.items ?? [];
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  const canAttach = may("attach");
  if (files.length === 0 && !canAttach) return null;
  return (
    <section className={files.length === 0 ? "unprinted" : undefined}>
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
      {canAttach ? <Attach at={at} audiences={may("note") ? ["public", "internal"] : ["public"]} /> : null}
    </section>
  );
}

/** Takes files and sends them one after the other; asks who may fetch them where there is a choice. */
function Attach({ at, audiences }: { at: RecordAddress; audiences: Audience[] }) {
  const t = useText();
  const reason = useReason();
  const input = useRef<HTMLInputElement>(null);
  const [audience, setAudience] = useState<Audience>("public");
  const [waiting, setWaiting] = useState<File[]>([]);
  const [sent, setSent] = useState<{ name: string; share: number }>();
  const { attach } = useChanges(at);
  const send = async (files: File[], chosen: Audience) => {
    setWaiting([]);
    try {
      for (const file of files) {
        const told = (share: number) => setSent({ name: file.name, share });
        told(0);
        await attach.mutateAsync({ file, audience: chosen, told });
      }
    } catch {
      // What was refused is shown below, as the mutation's error.
    } finally {
      setSent(undefined);
    }
  };
  const take = (files: File[]) => (audiences.length > 1 ? setWaiting(files) : void send(files, "public"));
  const over = useFiles(!sent, take);
  const choose = (chosen: Audience) => {
    if (waiting.length > 0) return void send(waiting, chosen);
    setAudience(chosen);
    input.current?.click();
  };
  return (
    <div className={over ? "attach over" : "attach"}>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("record.attach")}
        onChange={(event) => {
          void send([...(event.target.files ?? [])], audience);
          event.target.value = "";
        }}
      />
      {waiting.length > 0 ? (
        <p role="status">{t("record.attach_which", { names: waiting.map((file) => file.name).join(", ") })}</p>
      ) : null}
      {sent ? (
        <div className="quiet" role="status">
          {sent.name}
          <Progress percent={Math.round(sent.share * 100)} size="small" aria-label={t("record.attach")} />
        </div>
      ) : null}
      {audiences.map((one) => (
        <Button
          key={one}
          size="small"
          type={waiting.length > 0 ? "default" : "text"}
          icon={one === "internal" ? <LockIcon /> : <PaperClipIcon />}
          disabled={sent !== undefined}
          onClick={() => choose(one)}
        >
          {t(one === "internal" ? "record.attach_internal" : "record.attach")}
        </Button>
      ))}
      {waiting.length > 0 ? (
        <Button size="small" type="text" onClick={() => setWaiting([])}>
          {t("record.cancel")}
        </Button>
      ) : null}
      {over ? <p className="quiet">{t("record.attach_drop")}</p> : null}
      {attach.error ? (
        <p className="fault" role="alert">
          {reason(attach.error)}
        </p>
      ) : null}
    </div>
  );
}
