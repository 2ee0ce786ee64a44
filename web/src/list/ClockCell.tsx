// A clock in a cell: a word, and a thin bar of what is used.
import type { Clock, Process } from "../api/wire";
import { ClockWord, clockHue, useShare } from "../record/Clocks";

export function ClockCell({ clock, process }: { clock: Clock; process: Process }) {
  const share = useShare(clock);
  return (
    <span className={`clock-cell ${clockHue(clock, share)}`}>
      <ClockWord clock={clock} process={process} />
      <span className="track" aria-hidden="true">
        <span style={{ width: `${Math.min(share, 1) * 100}%` }} />
      </span>
    </span>
  );
}
