// Acting on the record that a list stands on, without leaving the list: what can be done with it is read when it is asked for.
import { App } from "antd";
import { type ReactNode, useState } from "react";
import type { Process } from "../api/wire";
import { useReason } from "../look/Wait";
import { useOpenPalette } from "../palette/offer";
import type { Acting } from "../record/Acting";

interface Act {
  /** Asks what is to be done with a record. */
  begin: (number: string) => void;
  /** Gives a record to somebody; none, where what can be done with the one stood on is offered already. */
  give: ((number: string) => void) | undefined;
  shown: ReactNode;
}

/** `at`: the number of the record that the list stands on; elsewhere, what was begun is over. */
export function useActing(process: Process, at: string | undefined): Act {
  const openPalette = useOpenPalette();
  const { message } = App.useApp();
  const reason = useReason();
  const [begun, setBegun] = useState<{ number: string; gives: boolean; Shown: typeof Acting }>();
  const act = async (number: string, gives: boolean) => {
    if (!gives) openPalette({ record: number });
    try {
      const { Acting: Shown } = await import("../record/Acting");
      setBegun({ number, gives, Shown });
    } catch (error) {
      void message.error(reason(error));
    }
  };
  const isBegun = begun !== undefined && begun.number === at;
  const shown = isBegun ? <begun.Shown key={at} process={process} number={begun.number} gives={begun.gives} /> : null;
  const give = isBegun ? undefined : (number: string) => void act(number, true);
  return { begin: (number) => void act(number, false), give, shown };
}
