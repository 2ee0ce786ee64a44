// The three panes of the work view: the list that a record came from, the record, its context. The widths stand in
// custom properties, so that moving a line draws no pane anew.
import { Button } from "antd";
import type { CSSProperties, ReactNode } from "react";
import { FoldIcon, UnfoldIcon } from "../look/icon";
import { useNarrow } from "../look/Look";
import { useText } from "../text/language";
import { CONTEXT, LIST, usePanes } from "./panes";
import { Splitter } from "./Splitter";

export function Panes({ list, children }: { list: ReactNode; children: ReactNode }) {
  const t = useText();
  const narrow = useNarrow();
  const [panes, change] = usePanes();
  const { hidden } = panes;
  const widths = { "--list": `${panes.list}px`, "--context": `${panes.context}px` } as CSSProperties;
  return (
    <div className={hidden || narrow ? "panes without-list" : "panes"} style={widths}>
      {narrow ? null : (
        <section className="pane-list" aria-label={t("record.list")}>
          <Button
            type="text"
            size="small"
            className="fold"
            icon={hidden ? <UnfoldIcon /> : <FoldIcon />}
            aria-label={t(hidden ? "record.show_list" : "record.hide_list")}
            aria-expanded={!hidden}
            onClick={() => change({ hidden: !hidden })}
          />
          {hidden ? null : list}
        </section>
      )}
      {hidden || narrow ? null : (
        <Splitter
          label={t("pane.width_of_list")}
          width={panes.list}
          range={LIST}
          sizes="before"
          onChange={(width) => change({ list: width })}
        />
      )}
      {children}
    </div>
  );
}

/** The line before the context. */
export function ContextSplitter() {
  const t = useText();
  const narrow = useNarrow();
  const [panes, change] = usePanes();
  if (narrow) return null;
  return (
    <Splitter
      label={t("pane.width_of_context")}
      width={panes.context}
      range={CONTEXT}
      sizes="after"
      onChange={(width) => change({ context: width })}
    />
  );
}
