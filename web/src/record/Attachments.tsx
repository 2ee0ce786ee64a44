// Files on a record: chosen, pasted or dropped. Whoever attaches one says who may fetch it.

import { Button, Progress } from "antd";
import { useRef, useState } from "react";
import { newKey, Refusal } from "../api/client";
import { type RecordAddress, useAttachments, useChanges } from "../api/record";
import type { Audience, YuhengRecord } from "../api/wire";
import { Fault } from "../look/Fault";
import { LockIcon, PaperClipIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { Section } from "../pane/Section";
import { inBoth, useText } from "../text/language";
import { AttachmentLine } from "./AttachmentLine";
import { useFiles } from "./useFiles";

export function Attachments({ at, record }: { at: RecordAddress; record: YuhengRecord }) {
  const t = useText();
  const files = useAttachments(at).data?.items ?? [];
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  const canAttach = may("attach");
  if (files.length === 0 && !canAttach) return null;
  return (
    <Section
      id="attachments"
      title={t("record.attachments")}
      count={files.length}
      className={files.length === 0 ? "unprinted" : undefined}
    >
      <ul className="plain">
        {files.map((file) => (
          <AttachmentLine key={file.id} at={at} file={file} />
        ))}
      </ul>
      {canAttach ? <Attach at={at} audiences={may("note") ? ["public", "internal"] : ["public"]} /> : null}
    </Section>
  );
}

/** A file that is not on the record yet, with the key of sending it to each audience. */
interface Waiting {
  file: File;
  keys: { [audience in Audience]: string };
}

const waits = (file: File): Waiting => ({ file, keys: { public: newKey(), internal: newKey() } });

/** Takes files and sends them one after the other; asks who may fetch them where there is a choice. */
function Attach({ at, audiences }: { at: RecordAddress; audiences: Audience[] }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [audience, setAudience] = useState<Audience>("public");
  const [waiting, setWaiting] = useState<Waiting[]>([]);
  const [sent, setSent] = useState<{ name: string; share: number }>();
  const { attach } = useChanges(at);
  const send = async (files: Waiting[], chosen: Audience) => {
    setWaiting([]);
    const left = [...files];
    try {
      for (const { file, keys } of files) {
        const told = (share: number) => setSent({ name: file.name, share });
        told(0);
        await attach.mutateAsync({ file, audience: chosen, key: keys[chosen], told });
        left.shift();
      }
    } catch (error) {
      // What was refused is shown below, as the mutation's error. What nobody has refused waits to be sent again.
      if (error instanceof Refusal && error.isFinal) left.shift();
      setWaiting(left);
    } finally {
      setSent(undefined);
    }
  };
  const take = (files: File[]) => {
    const taken = files.map(waits);
    if (audiences.length > 1) setWaiting(taken);
    else void send(taken, "public");
  };
  const over = useFiles(!sent, take);
  const choose = (chosen: Audience) => {
    if (waiting.length > 0) return void send(waiting, chosen);
    setAudience(chosen);
    input.current?.click();
  };
  const word = (one: Audience) => (one === "internal" ? "record.attach_internal" : "record.attach");
  useOffers(
    audiences.map((one) => ({
      id: `attach:${one}`,
      kind: "act",
      about: { record: at.number },
      label: inBoth(word(one)),
      run: sent ? undefined : () => choose(one),
    })),
  );
  const names = waiting.map(({ file }) => file.name).join(", ");
  return (
    <div className={over ? "attach over" : "attach"}>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("record.attach")}
        onChange={(event) => {
          void send([...(event.target.files ?? [])].map(waits), audience);
          event.target.value = "";
        }}
      />
      {waiting.length > 0 ? (
        <p role="status">{audiences.length > 1 ? t("record.attach_which", { names }) : names}</p>
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
          {t(word(one))}
        </Button>
      ))}
      {waiting.length > 0 ? (
        <Button size="small" type="text" onClick={() => setWaiting([])}>
          {t("record.cancel")}
        </Button>
      ) : null}
      {over ? <p className="quiet">{t("record.attach_drop")}</p> : null}
      <Fault error={attach.error} />
    </div>
  );
}
