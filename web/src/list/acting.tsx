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
  shown: ReactNode;
}

/** `at`: the number of the record that the list stands on; elsewhere, what was begun is over. */
export function useActing(process: Process, at: string | undefined): Act {
  const openPalette = useOpenPalette();
  const { message } = App.useApp();
  const reason = useReason();
  const [begun, setBegun] = useState<{ number: string; Shown: typeof Acting }>();
  const begin = async (number: string) => {
    openPalette({ record: number });
    try {
      const { Acting: Shown } = await import("../record/Acting");
      setBegun({ number, Shown });
    } catch (error) {
      void message.error(reason(error));
    }
  };
  const shown = begun && begun.number === at ? <begun.Shown key={at} process={process} number={at} /> : null;
  return { begin: (number) => void begin(number), shown };
}
