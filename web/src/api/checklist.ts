// Templates of checklists: those in force that are for a process, and the lines of one.
import { useQuery } from "@tanstack/react-query";
import { read, withQuery } from "./client";
import { ofContent, useDefinitions } from "./definitions";
import type { ListedRecord, Page, YuhengRecord } from "./wire";

/** The templates for records of a process. */
export function useTemplates(process: string, enabled: boolean) {
  const kind = ofContent(useDefinitions().processes, "checklist_template")[0]?.id;
  const found = useQuery({
    queryKey: ["records", kind, "templates"],
    queryFn: ({ signal }) => {
      const asked = { filter: 'record.state == "in_force"', limit: "200" };
      return read<Page<ListedRecord>>(withQuery(`/records/${kind}`, asked), signal);
    },
    enabled: enabled && kind !== undefined,
    staleTime: 60_000,
  });
  const isFor = ({ fields }: ListedRecord) => {
    const named = String(fields.record_types ?? "").trim();
    return named === "" || named.split(/\s+/).includes(process);
  };
  const byTitle = (a: ListedRecord, b: ListedRecord) => a.title.localeCompare(b.title);
  return { ...found, data: found.data?.items.filter(isFor).sort(byTitle), isThere: kind !== undefined };
}

/** The lines of a template. */
export async function linesOf({ process, number }: ListedRecord): Promise<string[]> {
  const template = await read<YuhengRecord>(`/records/${process}/${number}`);
  const { lines } = template.fields;
  return Array.isArray(lines) ? lines.map(({ line }) => String(line ?? "")).filter((line) => line !== "") : [];
}
