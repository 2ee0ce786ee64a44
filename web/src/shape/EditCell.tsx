// What stands at the end of a row of a definition: the way to change it; and beside a name, that the overlay changes it.
import { Button } from "antd";
import { useText } from "../text/language";

export function EditCell({ name, onEdit }: { name: string; onEdit: () => void }) {
  const t = useText();
  return (
    <td className="shape-edit">
      <Button size="small" aria-label={t("shape.edit_of", { name })} onClick={onEdit}>
        {t("shape.edit")}
      </Button>
    </td>
  );
}

export function Changed() {
  const t = useText();
  return <span className="sign open">{t("shape.changed_here")}</span>;
}
