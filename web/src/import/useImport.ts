// A file from its choice to the last of its rows: read, tried, opened; gone on with where it was left.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { readTable } from "../api/imports";
import { useOnce } from "../api/once";
import { begun, isDone } from "./course";
import { useCourse } from "./useCourse";
import { useLeft } from "./useLeft";

export function useImport(process: string) {
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [share, setShare] = useState(0);
  // What was mended after the first was imported here goes under the key of the first.
  const first = useRef<string>(undefined);
  const reading = useMutation({ mutationFn: (given: File) => readTable(process, given, setShare) });
  const trial = useCourse(process);
  const name = useRef("");
  const forGood = useCourse(process, {
    told: (course) => left.told(name.current, course),
    // However it went on, the lists have more in them.
    settled: () => void client.invalidateQueries({ queryKey: ["records"] }),
  });
  const isBusy = reading.isPending || trial.isRunning || forGood.isRunning;
  const left = useLeft(process, forGood.isRunning);

  const choose = async (given: File) => {
    setFile(given);
    setShare(0);
    name.current = given.name;
    forGood.reset();
    trial.reset();
    return reading.mutateAsync(given);
  };
  const attempt = useOnce(async (given: File) => {
    const table = await choose(given);
    // What was left under a key is not opened again by a file that was mended meanwhile.
    await trial.begin(begun("trial", table, first.current ?? left.left?.key ?? table.key));
  });
  const open = useOnce(async () => {
    if (!trial.course || !file) return;
    const { table, key } = trial.course;
    first.current ??= key;
    left.keep(file);
    await forGood.begin(begun("for_good", table, key));
  });
  /** Goes on with what was left: it has been tried. */
  const goOnWith = useOnce(async (given: File, key: string) => {
    const table = await choose(given);
    first.current ??= key;
    await forGood.begin(begun("for_good", table, key));
  });
  const goOn = () => {
    if (forGood.course) return forGood.goOn;
    const { file: kept, left: stopped } = left;
    return kept && stopped ? () => goOnWith.run(kept, stopped.key) : undefined;
  };
  const course = forGood.course ?? trial.course;
  return {
    file,
    share,
    isBusy,
    course: reading.isPending ? undefined : course,
    isTried: trial.course !== undefined && isDone(trial.course),
    isOpened: forGood.course !== undefined && isDone(forGood.course),
    error: isBusy ? null : (forGood.error ?? trial.error ?? reading.error),
    left: isBusy || forGood.error ? null : left,
    choose: (given: File) => attempt.run(given),
    open: () => open.run(),
    /** Goes on with what was left; nothing: its file has to be chosen again. */
    goOn: goOn(),
    /** Where it stood, or from its beginning if nothing was sent yet. */
    again: () => {
      if (forGood.course) forGood.goOn();
      else if (trial.course) trial.goOn();
      else if (file) attempt.run(file);
    },
    cancel: () => {
      trial.stop();
      forGood.stop();
    },
  };
}
