// An import that was begun and not brought to its end, kept in the browser with its file: over a cancelled import, a closed tab
// or the end of a session.
import { useMe } from "../api/account";
import { useKept } from "../api/kept";
import { useKeptFiles } from "../api/keptFiles";
import { useAskedBeforeLeaving } from "../api/leaving";
import { type Course, isDone } from "./course";

/** How far an import was. */
export interface Left {
  name: string;
  key: string;
  rows: number;
  done: number;
  opened: number;
}

export function useLeft(process: string, isRunning: boolean) {
  const [writer, place] = [useMe().data?.id ?? "", `import:${process}`];
  const { value: left, change, forget } = useKept<Left | null>(writer, place, () => null, "browser");
  const files = useKeptFiles(writer, place);
  useAskedBeforeLeaving(isRunning);
  const clear = () => {
    forget();
    files.clear();
  };
  return {
    left,
    /** Its file, where the browser could keep it. */
    file: left ? files.files.find(({ file }) => file.name === left.name)?.file : undefined,
    keep: (file: File) => {
      files.clear();
      files.add([file]);
    },
    /** Keeps how far it is; nothing when it has come to its end. */
    told: (name: string, course: Course) => {
      const { key, table, done, opened, already } = course;
      if (isDone(course)) clear();
      else change(() => ({ name, key, rows: table.rows.length, done, opened: opened.length + already.length }));
    },
    clear,
  };
}
