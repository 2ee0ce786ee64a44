// One press, one write: a second press before the answer does nothing. `isPending` comes a render later than the press,
// and a double click comes in between; so the lock is a ref.
import { useEffect, useRef, useState } from "react";

export interface Once<Given extends unknown[]> {
  run: (...given: Given) => void;
  isBusy: boolean;
}

/** Runs `act`, which sees to its own failures, unless it runs already. */
export function useOnce<Given extends unknown[]>(act: (...given: Given) => Promise<unknown>): Once<Given> {
  const locked = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [ended, setEnded] = useState(0);
  // Unlocked when what the answer changed is drawn: the next press is made on that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs after each end.
  useEffect(() => {
    locked.current = false;
  }, [ended]);
  const run = async (given: Given) => {
    locked.current = true;
    setBusy(true);
    await act(...given).catch(() => undefined);
    setBusy(false);
    setEnded((n) => n + 1);
  };
  return {
    run: (...given) => {
      if (!locked.current) void run(given);
    },
    isBusy,
  };
}
