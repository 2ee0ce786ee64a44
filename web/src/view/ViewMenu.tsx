// The saved views of a list: those of one's own, those shared with one, each with how much is in it.
import { Button, Popover } from "antd";
import { useRef, useState } from "react";
import { useDefinitions } from "../api/definitions";
import type { KeptList, SavedView } from "../api/views";
import { keeperOf } from "../api/views";
import type { Process } from "../api/wire";
import { ViewsIcon } from "../look/icon";
import { Opened } from "../look/Opened";
import { useText } from "../text/language";
import { KeepDialog } from "./KeepDialog";
import { ViewList } from "./ViewList";
import "./view.css";

interface ViewMenuProps {
  process: Process;
  /** The saved view that is shown, if it is one. */
  saved: SavedView | undefined;
  /** The list as it stands, to be kept. */
  list: KeptList;
  /** Whether it stands otherwise than the view has it. */
  isChanged: boolean;
  onChoose: (view: string | undefined) => void;
  /** The view now has what the list shows. */
  onKept: (view: string) => void;
}

export function ViewMenu({ process, saved, list, isChanged, onChoose, onKept }: ViewMenuProps) {
  const t = useText();
  const keeper = keeperOf(useDefinitions());
  const [open, setOpen] = useState(false);
  const [isKeeping, setKeeping] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!keeper) return null;
  const close = () => setOpen(false);
  const leave = () => {
    close();
    button.current?.focus();
  };
  return (
    <>
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        align={{ overflow: { adjustX: false, adjustY: true, shiftX: 8 } }}
        destroyOnHidden
        content={
          <Opened label={t("view.views")} onLeave={leave}>
            <ViewList
              process={process}
              keeper={keeper}
              saved={saved}
              list={list}
              isChanged={isChanged}
              onChoose={(view) => {
                close();
                onChoose(view);
              }}
              onKept={(view) => {
                close();
                onKept(view);
              }}
              onKeep={() => {
                close();
                setKeeping(true);
              }}
            />
          </Opened>
        }
      >
        <Button
          ref={button}
          size="small"
          icon={<ViewsIcon />}
          className={saved ? "views-button chosen" : "views-button"}
          aria-expanded={open}
          aria-haspopup="dialog"
        >
          <span className="title">{saved ? saved.title : t("view.views")}</span>
          {saved && isChanged ? <span className="quiet">{t("view.changed")}</span> : null}
        </Button>
      </Popover>
      {isKeeping ? (
        <KeepDialog
          keeper={keeper}
          process={process}
          list={list}
          onClose={() => setKeeping(false)}
          onKept={(view) => {
            setKeeping(false);
            onKept(view);
          }}
        />
      ) : null}
    </>
  );
}
