// As of when the figures are: the oldest of them; without a connection that they stand still.
import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { useReachable } from "../api/connection";
import type { Counts } from "../api/wire";
import { useText } from "../text/language";
import { told } from "../text/zone";

export function AsOf() {
  const t = useText();
  const isReachable = useReachable();
  const client = useQueryClient();
  // Drawn again when anything has been read.
  useIsFetching({ queryKey: ["boards"] });
  const all = client.getQueryCache().findAll({ queryKey: ["boards"], type: "active" });
  const times = all.flatMap(({ state }) => (state.data ? [(state.data as Counts).as_of] : [])).sort();
  const [oldest] = times;
  if (!oldest) return null;
  const at = told(oldest).format("MM-DD HH:mm");
  return (
    <p className={isReachable ? "as-of quiet" : "as-of cut-off"} role="status">
      {t(isReachable ? "board.as_of" : "board.cut_off", { at })}
    </p>
  );
}
