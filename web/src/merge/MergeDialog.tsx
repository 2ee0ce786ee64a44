// Several records become one: which stays, and side by side whom each is for, how it stands and what was promised on it.
import { Button } from "antd";
import { MOST_MERGED } from "../api/bulk";
import type { ListedRecord, Process } from "../api/wire";
import { ReferencePicker } from "../field/ReferencePicker";
import { isReference } from "../field/value";
import { Dialog } from "../look/Dialog";
import { DialogForm } from "../look/DialogForm";
import { Fault } from "../look/Fault";
import { useLabel, useText } from "../text/language";
import { SideBySide } from "./SideBySide";
import { useMerge } from "./useMerge";
import "./merge.css";

interface MergeDialogProps {
  process: Process;
  /** One: it is merged into another, which is chosen here. Several: one of them stays. */
  records: ListedRecord[];
  onMerged: (numbers: string[], into: string) => void;
  onClose: () => void;
}

export function MergeDialog({ process, records, onMerged, onClose }: MergeDialogProps) {
  const t = useText();
  const label = useLabel();
  const isOne = records.length === 1;
  const merge = useMerge(process, records, (numbers, into) => {
    onMerged(numbers, into);
  });
  const { into, stays, able, submit, results, trial } = merge;
  const run = () => submit.run();
  const customer = records[0]?.fields.customer;
  const isDone = results !== undefined;
  const word = able.length > 0 ? t("merge.do", { n: able.length, number: into ?? "" }) : t("merge.none");
  return (
    <Dialog
      open
      className="merge-dialog"
      title={t("merge.title", { process: label(process.label) })}
      width={960}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        isDone
          ? [
              <Button key="close" type="primary" onClick={onClose}>
                {t("bulk.close")}
              </Button>,
            ]
          : [
              <Button key="back" onClick={onClose}>
                {t("record.go_back")}
              </Button>,
              <Button
                key="on"
                type="primary"
                loading={submit.isBusy}
                disabled={able.length === 0 || trial.isFetching}
                onClick={run}
              >
                {into ? word : t("merge.button")}
              </Button>,
            ]
      }
    >
      <DialogForm onSubmit={run}>
        {isOne ? (
          <div className="field-row">
            <label htmlFor="merge-into">{t("merge.into")}</label>
            <ReferencePicker
              id="merge-into"
              autoFocus
              aria-label={t("merge.into")}
              to={[process.id]}
              {...(isReference(customer) ? { narrowing: { field: "customer", value: customer } } : {})}
              value={merge.chosen}
              onChange={merge.choose}
            />
            <div className="quiet">{t("merge.into_hint")}</div>
          </div>
        ) : null}
        {merge.isTooMany ? <p className="notice">{t("merge.too_many", { n: MOST_MERGED })}</p> : null}
        <SideBySide process={process} merge={merge} mayChoose={!isOne && !isDone} />
        {stays || isOne ? null : <p className="notice">{t("merge.choose_first")}</p>}
        <p className="quiet">{t("merge.what_happens")}</p>
        <Fault error={merge.error ?? trial.error} />
      </DialogForm>
    </Dialog>
  );
}
