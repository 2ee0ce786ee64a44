// Records opened from a CSV file: tried first, then done. The same file opens nothing twice.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { newKey, upload, withQuery } from "./client";
import type { Imported } from "./wire";

interface Import {
  file: File;
  /** Which share of the file has gone. */
  told: (share: number) => void;
}

export function useImport(process: string, how: "trial" | "for_good") {
  const client = useQueryClient();
  const dry_run = how === "trial" ? "true" : undefined;
  return useMutation({
    mutationFn: ({ file, told }: Import) =>
      upload<Imported>(withQuery(`/records/${process}/import`, { dry_run }), file, { key: newKey(), told }),
    onSuccess: () => (how === "trial" ? undefined : client.invalidateQueries({ queryKey: ["records"] })),
  });
}
