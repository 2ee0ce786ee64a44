// What names a record in a field of its own.
import { useQuery } from "@tanstack/react-query";
import { read } from "./client";
import type { RecordAddress } from "./record";
import type { Referring } from "./wire";

export const useReferring = ({ process, number }: RecordAddress) =>
  useQuery({
    queryKey: ["records", process, number, "referring"],
    queryFn: ({ signal }) => read<{ items: Referring[] }>(`/records/${process}/${number}/referring`, signal),
  });
