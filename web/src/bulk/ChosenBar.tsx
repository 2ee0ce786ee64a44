// The bar over a list of which something is chosen: how many, all of them, and what is to be done.
import { Button } from "antd";
import { MOST } from "../api/bulk";
import { Fault } from "../look/Fault";
import { CloseIcon } from "../look/icon";
import { Keys } from "../look/Keys";
import { useText } from "../text/language";
import type { All } from "./useAll";

interface ChosenBarProps {
  n: number;
  /** How many match. */
  total: number | undefined;
  all: All;
  onEdit: () => void;
  onStep: () => void;
  /** None: nothing of it can be merged. */
  onMerge: (() => void) | undefined;
  onClear: () => void;
}

export function ChosenBar({ n, total, all, onEdit, onStep, onMerge, onClear }: ChosenBarProps) {
  const t = useText();
  const isBusy = all.isReading;
  return (
    <section className="bulk-bar" aria-label={t("bulk.bar")}>
      <strong className="figure" role="status">
        {t("bulk.chosen", { n })}
      </strong>
      <Wider n={n} total={total} all={all} />
      <span className="bulk-rule" />
      <Button size="small" type="text" disabled={isBusy} onClick={onEdit}>
        {t("bulk.edit")} <Keys of="e" />
      </Button>
      <Button size="small" type="text" disabled={isBusy} onClick={onStep}>
        {t("bulk.steps")} <Keys of="s" />
      </Button>
      {onMerge ? (
        <Button size="small" type="text" disabled={isBusy} onClick={onMerge}>
          {t("merge.button")} <Keys of="u" />
        </Button>
      ) : null}
      <span className="bulk-rule" />
      <Button size="small" type="text" icon={<CloseIcon />} title={t("bulk.clear")} onClick={onClear}>
        <span className="unseen">{t("bulk.clear")}</span>
      </Button>
    </section>
  );
}

/** Choosing all that match, as far as so many can be chosen. */
function Wider({ n, total, all }: Pick<ChosenBarProps, "n" | "total" | "all">) {
  const t = useText();
  if (all.isReading) {
    return (
      <>
        <span className="quiet figure">{t("bulk.reading", { done: all.found })}</span>
        <Button size="small" type="text" onClick={all.cancel}>
          {t("bulk.cancel")}
        </Button>
      </>
    );
  }
  if (all.error) {
    return (
      <>
        <Fault error={all.error} />
        <Button size="small" type="link" onClick={all.start}>
          {t("look.retry")}
        </Button>
      </>
    );
  }
  if (total === undefined) return null;
  if (n >= MOST && total > MOST) {
    return <span className="quiet figure">{t("bulk.at_most", { n: MOST, total })}</span>;
  }
  if (n >= total) return null;
  return (
    <Button size="small" type="link" onClick={all.start}>
      {total > MOST ? t("bulk.choose_first", { n: MOST }) : t("bulk.choose_all", { n: total })}
    </Button>
  );
}
