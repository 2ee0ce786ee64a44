// Two people changed one field: both values side by side, and the choice.
import { Button } from "antd";
import { useEffect } from "react";
import { type RecordAddress, useRecord } from "../api/record";
import type { Field, Value } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { useText } from "../text/language";

interface ConflictProps {
  at: RecordAddress;
  field: Field;
  mine: Value;
  onKeep: (version: number) => void;
  onTake: () => void;
}

export function Conflict({ at, field, mine, onKeep, onTake }: ConflictProps) {
  const t = useText();
  const record = useRecord(at);
  const { refetch } = record;
  useEffect(() => {
    void refetch();
  }, [refetch]);
  const now = record.data;
  return (
    <div className="conflict" role="alert">
      <p>{t("record.conflict")}</p>
      <div className="sides">
        <div>
          <h4>{t("record.mine")}</h4>
          <FieldText field={field} value={mine} />
          <Button
            size="small"
            type="primary"
            disabled={!now || record.isFetching}
            onClick={() => now && onKeep(now.version)}
          >
            {t("record.keep_mine")}
          </Button>
        </div>
        <div>
          <h4>{t("record.theirs")}</h4>
          <FieldText field={field} value={now?.fields[field.id]} />
          <Button size="small" onClick={onTake}>
            {t("record.take_theirs")}
          </Button>
        </div>
      </div>
    </div>
  );
}
