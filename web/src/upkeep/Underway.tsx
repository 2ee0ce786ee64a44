// A backup or a verification now: the button, and how far it is. What is under way keeps its button in reach of the keyboard,
// which does nothing meanwhile.
import { Button, Progress } from "antd";
import type { ReactNode } from "react";
import { useBackUp, useVerify } from "../api/health";
import type { Health } from "../api/wire";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";

export function Underway({ health }: { health: Health }) {
  return (
    <div className="underway">
      <BackUp backup={health.backup} />
      <Verify verification={health.verification} />
    </div>
  );
}

function BackUp({ backup }: { backup: Health["backup"] }) {
  const t = useText();
  const ask = useBackUp();
  const running = backup.running;
  const share = running && running.expected > 0 ? Math.min(0.95, running.written / running.expected) : 0;
  const said = running?.is_trial ? t("upkeep.trial") : t("upkeep.backing_up");
  return (
    <Deed
      button={
        <Button loading={ask.isPending || Boolean(running) || backup.asked} onClick={() => ask.mutate()}>
          {t("upkeep.back_up")}
        </Button>
      }
      share={running ? (running.is_trial ? 0.98 : share) : backup.asked ? 0 : undefined}
      said={running ? said : t("upkeep.about_to")}
      error={ask.error}
    />
  );
}

function Verify({ verification }: { verification: Health["verification"] }) {
  const t = useText();
  const ask = useVerify();
  const running = verification.running;
  const counts = running ? { done: running.done, total: running.total } : undefined;
  return (
    <Deed
      button={
        <Button loading={ask.isPending || Boolean(running) || verification.asked} onClick={() => ask.mutate()}>
          {t("upkeep.verify")}
        </Button>
      }
      share={running ? running.done / Math.max(1, running.total) : verification.asked ? 0 : undefined}
      said={running?.total ? t("upkeep.verifying", counts) : t("upkeep.about_to")}
      error={ask.error}
    />
  );
}

interface DeedProps {
  button: ReactNode;
  /** How far it is; none: nothing is under way. */
  share: number | undefined;
  said: string;
  error: unknown;
}

function Deed({ button, share, said, error }: DeedProps) {
  return (
    <div className="deed">
      {button}
      {share === undefined ? null : (
        <span className="deed-progress" role="status">
          <Progress aria-label={said} percent={Math.floor(share * 100)} size="small" />
          <span className="quiet">{said}</span>
        </span>
      )}
      <Fault error={error} />
    </div>
  );
}
