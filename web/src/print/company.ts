// What the provider is called: it heads what goes on paper. Asked for with the record, since the browser's own command
// prints at once.
import { useQuery } from "@tanstack/react-query";
import { read, withQuery } from "../api/client";
import { ofContent, useDefinitions } from "../api/definitions";
import type { ListedRecord, Page } from "../api/wire";
import { useText } from "../text/language";

/** The name in the one record of the process that holds it; ours where there is none yet. */
export function useCompany(): string {
  const t = useText();
  const { processes } = useDefinitions();
  const [holder] = ofContent(processes, "organisation");
  const found = useQuery({
    queryKey: ["records", holder?.id, "company"],
    queryFn: ({ signal }) => read<Page<ListedRecord>>(withQuery(`/records/${holder?.id}`, { limit: 1 }), signal),
    enabled: Boolean(holder),
    staleTime: 3_600_000,
  });
  const name = found.data?.items[0]?.title;
  return name ?? (found.isPending && holder ? "" : t("frame.brand"));
}
