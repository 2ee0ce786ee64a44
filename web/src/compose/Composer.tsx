// One place to write, for one audience: words, people addressed, files that go with them.
import { Button, Input } from "antd";
import {
  type ClipboardEvent,
  type DragEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from "react";
import { useDefinitions } from "../api/definitions";
import { useDraft } from "../api/draft";
import { useOnce } from "../api/once";
import { type RecordAddress, useHistory } from "../api/record";
import type { Audience, Process } from "../api/wire";
import { Length } from "../field/Length";
import { Fault } from "../look/Fault";
import { PaperClipIcon, TemplateIcon } from "../look/icon";
import { type Offer, useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";
import { cameSince, MovedOn } from "./MovedOn";
import { addressed } from "./mention";
import { PeopleList } from "./PeopleList";
import { isForGaps, SendAnyway } from "./SendAnyway";
import { Gaps, TemplateList } from "./TemplateList";
import { useMentions } from "./useMentions";
import { useSending } from "./useSending";
import { useTemplates } from "./useTemplates";
import { useWrittenOut } from "./useWrittenOut";
import { Waiting } from "./Waiting";

/** Beginning to write, by its name and key. */
const TEXTS: { [audience in Audience]: Pick<Offer, "id" | "label"> } = {
  public: { id: "reply_text", label: inBoth("compose.template_into_reply") },
  internal: { id: "note_text", label: inBoth("compose.template_into_note") },
};
const OFFER: { [audience in Audience]: Pick<Offer, "id" | "label" | "key"> } = {
  public: { id: "reply", label: inBoth("frame.key_reply"), key: "r" },
  internal: { id: "note", label: inBoth("frame.key_note"), key: "m" },
};

/** Hears of it when one begins or ceases to write for an audience. */
export type Hearing = (audience: Audience, isWriting: boolean) => void;

interface ComposerProps {
  at: RecordAddress;
  process: Process;
  writer: string;
  audience: Audience;
  mayAttach: boolean;
  title: string;
  icon: ReactNode;
  button: string;
  onWriting?: Hearing;
}

export function Composer(props: ComposerProps) {
  const t = useText();
  const { at, process, writer, audience, mayAttach, title, icon, button, onWriting } = props;
  const field = useId();
  const people = useId();
  const texts = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const { limits } = useDefinitions();
  const history = useHistory(at);
  const entries = history.data?.pages.flatMap((page) => page.items) ?? [];
  const { text, key, since, names, write, sent } = useDraft(writer, {
    kind: audience === "public" ? "reply" : "note",
    process: at.process,
    record: at.number,
  });
  const [focused, setFocused] = useState(false);
  const sending = useSending(at, audience);
  const last = Math.max(0, ...entries.map((entry) => entry.n));
  const change = (next: string, more?: { [name: string]: string }) => {
    if (isForGaps(sending.error)) sending.forget();
    write(next, { since: text === "" ? last : since, names: { ...names, ...more } });
  };
  const mentions = useMentions(text, (next, name, number) => change(next, { [name]: number }));
  const templates = useTemplates(at, audience, area, change);
  const writtenOut = useWrittenOut(text, names ?? {});
  const isEmpty = text.trim() === "" && sending.files.length === 0;
  const open = focused || !isEmpty;
  useHeard(focused && text !== "", (isWriting) => onWriting?.(audience, isWriting));
  const send = useOnce(async (withGaps: boolean) => {
    if (isEmpty) return;
    const written = await writtenOut.find();
    if (!written) return;
    // The draft is done with even if its writer has gone on to another record.
    if (await sending.send(addressed(text.trim(), { ...written, ...names }), key, withGaps)) sent(key);
  });
  useOffers([
    { ...OFFER[audience], kind: "act", about: { record: at.number }, run: () => area.current?.focus() },
    { ...TEXTS[audience], kind: "act", about: { record: at.number }, run: templates.begin },
    // The form hears it by itself.
    { id: "send", kind: "key", about: { record: at.number }, label: inBoth("frame.key_send"), key: "Ctrl+Enter" },
    { id: "leave", kind: "key", about: { record: at.number }, label: inBoth("frame.key_leave"), key: "Escape" },
  ]);
  const take = (event: ClipboardEvent | DragEvent, files: FileList) => {
    if (!mayAttach || files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    sending.add([...files]);
  };
  return (
    <form
      className={`composer ${audience}`}
      aria-label={title}
      onPaste={(event) => take(event, event.clipboardData.files)}
      onDrop={(event) => take(event, event.dataTransfer.files)}
      onSubmit={(event) => {
        event.preventDefault();
        send.run(false);
      }}
    >
      <label className="composer-title" htmlFor={field}>
        {icon} {title}
      </label>
      <PeopleList
        id={people}
        people={mentions.people}
        at={mentions.at}
        onTake={(person) => mentions.take(person, area.current)}
      />
      <TemplateList id={texts} templates={templates} />
      <Input.TextArea
        id={field}
        ref={(control) => {
          area.current = control?.resizableTextArea?.textArea ?? null;
        }}
        variant="borderless"
        aria-label={title}
        aria-controls={templates.found.length > 0 ? texts : mentions.people.length > 0 ? people : undefined}
        aria-activedescendant={
          templates.found.length > 0
            ? `${texts}-${templates.at}`
            : mentions.people.length > 0
              ? `${people}-${mentions.at}`
              : undefined
        }
        value={text}
        rows={1}
        // Measuring how high a text is costs a layout: an empty line needs none.
        autoSize={open || text ? { minRows: open ? 3 : 1, maxRows: 14 } : false}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          mentions.close();
          templates.close();
        }}
        onChange={(event) => {
          change(event.target.value);
          mentions.look(event.target);
          templates.look(event.target);
        }}
        onKeyDown={(event) => {
          if (templates.press(event) || mentions.press(event)) return;
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send.run(false);
          // What is written stays; the keys are the page's again.
          if (event.key === "Escape" && !event.nativeEvent.isComposing) event.currentTarget.blur();
        }}
      />
      <Waiting files={sending.files} share={sending.share} onRemove={sending.remove} />
      {text === "" ? null : <Gaps templates={templates} />}
      <Length max={limits.comment} text={text} />
      <Fault error={sending.error} />
      {text === "" ? null : <MovedOn process={process} entries={cameSince(entries, since, writer)} />}
      {open ? (
        <div className="composer-end">
          <Button
            htmlType="submit"
            type="primary"
            size="small"
            loading={send.isBusy}
            disabled={isEmpty}
            onMouseDown={(event) => event.preventDefault()}
          >
            {button}
          </Button>
          <SendAnyway error={sending.error} isBusy={send.isBusy} onSend={() => send.run(true)} />
          <Button
            type="text"
            size="small"
            icon={<TemplateIcon />}
            aria-label={t("compose.template")}
            title={`${t("compose.template")}  ::`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={templates.begin}
          />
          {mayAttach ? <ChooseFiles onChoose={sending.add} /> : null}
          {mentions.people.length === 0 ? <Unheard of={writtenOut} /> : null}
        </div>
      ) : null}
    </form>
  );
}

/** Who is addressed and won't hear of it. */
function Unheard({ of: { nobody, unknown } }: { of: ReturnType<typeof useWrittenOut> }) {
  const t = useText();
  const told = [
    nobody.length > 0 ? t("compose.nobody", { names: nobody.join(" ") }) : "",
    unknown.length > 0 ? t("compose.unknown", { names: unknown.join(" ") }) : "",
  ];
  return told.some(Boolean) ? (
    <span className="quiet" role="status">
      {told.filter(Boolean).join(" ")}
    </span>
  ) : null;
}

/** Tells when one begins to write and when one ceases to, be it by leaving. */
function useHeard(isWriting: boolean, hear: (isWriting: boolean) => void) {
  const tell = useEffectEvent(hear);
  useEffect(() => {
    if (!isWriting) return;
    tell(true);
    return () => tell(false);
  }, [isWriting]);
}

function ChooseFiles({ onChoose }: { onChoose: (files: File[]) => void }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onChoose([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button
        type="text"
        size="small"
        icon={<PaperClipIcon />}
        aria-label={t("compose.attach")}
        title={t("compose.attach")}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => input.current?.click()}
      />
    </>
  );
}
