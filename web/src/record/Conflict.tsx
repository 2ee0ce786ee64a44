// Two people changed one field: both values side by side, and the choice.
import { Button } from "antd";
import type { Field, Value } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { useText } from "../text/language";

interface ConflictProps {
  field: Field;
  mine: Value;
  theirs: Value;
  onKeep: () => void;
  onTake: () => void;
}

export function Conflict({ field, mine, theirs, onKeep, onTake }: ConflictProps) {
  const t = useText();
  return (
    <div className="conflict" role="alert">
      <p>{t("record.conflict")}</p>
      <div className="sides">
        <div>
          <h4>{t("record.mine")}</h4>
          <FieldText field={field} value={mine} />
          <Button size="small" type="primary" onClick={onKeep}>
            {t("record.keep_mine")}
          </Button>
        </div>
        <div>
          <h4>{t("record.theirs")}</h4>
          <FieldText field={field} value={theirs} />
          <Button size="small" onClick={onTake}>
            {t("record.take_theirs")}
          </Button>
        </div>
      </div>
    </div>
  );
}
