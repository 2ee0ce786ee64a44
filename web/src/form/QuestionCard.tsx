// One question of a form that is being built: a line with what it is, and what can be written of it below.
import { Button } from "antd";
import type { TableRow } from "../api/wire";
import { CloseIcon, DownIcon, EditIcon, MenuIcon, UpIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { readCondition, useConditionWords } from "./clicked";
import { QuestionEditor } from "./QuestionEditor";
import { fieldOf } from "./question";
import { kindWord } from "./words";

interface QuestionCardProps {
  row: TableRow;
  /** The questions above it: only they can be a condition. */
  before: TableRow[];
  place: { at: number; last: number };
  faults: { [column: string]: string };
  isOpen: boolean;
  onOpen: () => void;
  onDrag: (at: number | undefined) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
  onChange: (row: TableRow) => void;
}

export function QuestionCard(props: QuestionCardProps) {
  const { row, before, place, faults, isOpen, onOpen, onDrag, onMove, onRemove, onChange } = props;
  const t = useText();
  const label = useLabel();
  const words = useConditionWords(before);
  const field = fieldOf(row);
  const name = label(field.label) || t("form.untitled", { n: place.at + 1 });
  const when = typeof row.when === "string" ? row.when : "";
  const isWrong = Object.keys(faults).length > 0;
  return (
    <div className={isWrong ? "question-card wrong" : "question-card"}>
      <div className="question-head">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys beside it move it too */}
        <span
          className="handle"
          draggable
          title={t("form.drag")}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            onDrag(place.at);
          }}
          onDragEnd={() => onDrag(undefined)}
        >
          <MenuIcon />
        </span>
        <span className="figure quiet">{place.at + 1}</span>
        <button type="button" className="question-name" aria-expanded={isOpen} onClick={onOpen}>
          {name}
        </button>
        <span className="quiet">{t(kindWord(field.kind))}</span>
        {field.required ? <span className="required">{t("field.required")}</span> : null}
        <span className="question-moves">
          <Button
            type="text"
            size="small"
            icon={<UpIcon />}
            disabled={place.at === 0}
            aria-label={t("form.up", { question: name })}
            onClick={() => onMove(place.at - 1)}
          />
          <Button
            type="text"
            size="small"
            icon={<DownIcon />}
            disabled={place.at === place.last}
            aria-label={t("form.down", { question: name })}
            onClick={() => onMove(place.at + 1)}
          />
          <Button
            type="text"
            size="small"
            icon={<EditIcon />}
            aria-label={t("form.edit", { question: name })}
            aria-expanded={isOpen}
            onClick={onOpen}
          />
          <Button
            type="text"
            size="small"
            icon={<CloseIcon />}
            aria-label={t("form.remove", { question: name })}
            onClick={onRemove}
          />
        </span>
      </div>
      {when ? <p className="quiet asked-when">{words(readCondition(when) ?? when)}</p> : null}
      {isOpen || isWrong ? <QuestionEditor row={row} before={before} faults={faults} onChange={onChange} /> : null}
    </div>
  );
}
