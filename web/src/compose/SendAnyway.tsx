// What stands below a refusal of words for the customer that still have gaps: they go out so once their writer says so.
import { Button } from "antd";
import { Refusal } from "../api/client";
import { useText } from "../text/language";
import { tellsOfGaps } from "./gaps";

/** Whether it was refused for gaps that nobody filled. */
export const isForGaps = (error: unknown) => error instanceof Refusal && tellsOfGaps(error.problem);

export function SendAnyway({ error, isBusy, onSend }: { error: unknown; isBusy: boolean; onSend: () => void }) {
  const t = useText();
  if (!isForGaps(error)) return null;
  return (
    <Button
      size="small"
      className="send-anyway"
      disabled={isBusy}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onSend}
    >
      {t("compose.send_with_gaps")}
    </Button>
  );
}
