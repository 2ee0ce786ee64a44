// Says that a form was taken up where it had been left, and lets it be begun anew.
import { Button } from "antd";
import { useText } from "../text/language";
import { near } from "../text/time";

export function TakenUp({ since, onThrowAway }: { since: string | undefined; onThrowAway: () => void }) {
  const t = useText();
  if (!since) return null;
  return (
    <p className="taken-up" role="status">
      {t("create.taken_up", { at: near(since) })}
      <Button size="small" type="link" onClick={onThrowAway}>
        {t("create.throw_away")}
      </Button>
    </p>
  );
}
