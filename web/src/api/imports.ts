// Records opened from a CSV file: tried first, then done. The same file opens nothing twice; nor does one that was mended
// after the first was imported here.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { upload, withQuery } from "./client";
import type { Imported } from "./wire";

interface Import {
  file: File;
  /** Which share of the file has gone. */
  told: (share: number) => void;
}

export function useImport(process: string, how: "trial" | "for_good") {
  const client = useQueryClient();
  const first = useRef<string>(undefined);
  const dry_run = how === "trial" ? "true" : undefined;
  return useMutation({
    mutationFn: ({ file, told }: Import) =>
      upload<Imported>(withQuery(`/records/${process}/import`, { dry_run }), file, { key: first.current, told }),
    onSuccess: ({ key }) => {
      if (how === "trial") return;
      first.current ??= key;
      void client.invalidateQueries({ queryKey: ["records"] });
    },
  });
}
