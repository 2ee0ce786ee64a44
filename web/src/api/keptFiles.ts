// The files that a customer has chosen and not sent: kept in a database of the browser's for their writer, over a reload, a
// lost network or the end of a session.
import { useEffect, useState } from "react";
import { newKey } from "./client";

const DATABASE = "yuheng.unsent";
const FILES = "files";

/** A file that waits to be sent, with the key of sending it. */
export interface KeptFile {
  key: string;
  place: string;
  file: File;
}

/** The files that are kept at a place for `writer`, in the order in which they were chosen. */
export function useKeptFiles(writer: string, place: string) {
  const name = `${writer}.${place}`;
  const [files, setFiles] = useState<KeptFile[]>([]);
  useEffect(() => {
    let isGone = false;
    // What was chosen before they were read is not among them, or is there already.
    void filesAt(name).then(
      (found) =>
        isGone ||
        setFiles((before) => [...found, ...before.filter((one) => one.place === name && isNotAmong(found)(one))]),
    );
    return () => {
      isGone = true;
    };
  }, [name]);
  return {
    files,
    add: (chosen: File[]) => {
      const added = chosen.map((file) => ({ key: newKey(), place: name, file }));
      // What is shown is kept: whoever leaves at once finds it again.
      void change((all) => {
        for (const one of added) all.put(one);
      }).then(() => setFiles((before) => [...before, ...added.filter(isNotAmong(before))]));
    },
    remove: (key: string) => {
      setFiles((before) => before.filter((one) => one.key !== key));
      void change((all) => all.delete(key));
    },
    clear: () => {
      setFiles([]);
      void change((all) => {
        for (const { key } of files) all.delete(key);
      });
    },
  };
}

const isNotAmong =
  (files: KeptFile[]) =>
  ({ key }: KeptFile) =>
    files.every((one) => one.key !== key);

function database(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(FILES, { keyPath: "key" });
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
}

/** Whether it could be done: without such a database there is nothing to keep files in, and they are on the page alone. */
async function change(write: (all: IDBObjectStore) => void): Promise<boolean> {
  try {
    const open = await database();
    const isDone = await new Promise<boolean>((done) => {
      const transaction = open.transaction(FILES, "readwrite");
      transaction.oncomplete = () => done(true);
      transaction.onabort = () => done(false);
      write(transaction.objectStore(FILES));
    });
    open.close();
    return isDone;
  } catch {
    return false;
  }
}

async function filesAt(place: string): Promise<KeptFile[]> {
  try {
    const open = await database();
    const found = await new Promise<KeptFile[]>((done, fail) => {
      const reading = open.transaction(FILES).objectStore(FILES).getAll();
      reading.onsuccess = () => done(reading.result as KeptFile[]);
      reading.onerror = () => fail(reading.error);
    });
    open.close();
    return found.filter((one) => one.place === place);
  } catch {
    return [];
  }
}

/** Takes files over to another place, if it can: sending them there is another intent. */
export async function moveFiles(writer: string, files: KeptFile[], place: string): Promise<boolean> {
  if (files.length === 0) return true;
  return change((all) => {
    for (const one of files) all.put({ ...one, key: newKey(), place: `${writer}.${place}` });
    for (const { key } of files) all.delete(key);
  });
}

/** Leaves nothing for whoever signs in next at this browser. */
export function forgetKeptFiles() {
  void change((all) => all.clear());
}
