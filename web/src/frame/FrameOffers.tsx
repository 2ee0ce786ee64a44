// What can be done on every page: go to any other, open a new record, find, look at the keys. It shows nothing itself.
import { useNavigate, useParams } from "@tanstack/react-router";
import { useMe } from "../api/account";
import { boardsOf } from "../api/boards";
import { openedByForm, useDefinitions } from "../api/definitions";
import { focusContent } from "../look/focus";
import { type Offer, useOffers, useOpenPalette } from "../palette/offer";
import { inBoth } from "../text/language";
import { FOLDERS, folderWord } from "../work/FolderTabs";
import { useKeys } from "./keys";
import { BOARDS, EVIDENCE, HEALTH } from "./places";

export function FrameOffers({ onSheet }: { onSheet: () => void }) {
  const openPalette = useOpenPalette();
  useKeys();
  useOffers([
    { id: "palette", kind: "key", label: inBoth("palette.key"), key: "Ctrl+K", run: () => openPalette("everything") },
    { id: "find", kind: "key", label: inBoth("frame.key_find"), key: "/", run: focusSearch },
    { id: "keys", kind: "act", label: inBoth("frame.key_sheet"), key: "?", run: onSheet },
    ...usePages(),
    ...useNew(),
  ]);
  return null;
}

function focusSearch() {
  const box = document.getElementById("search-box") as HTMLInputElement | null;
  box?.focus();
  // What was sought before is written over.
  box?.select();
}

/** Where the navigation leads, in its order. */
function usePages(): Offer[] {
  const navigate = useNavigate();
  const me = useMe().data;
  const definitions = useDefinitions();
  const { groups, processes } = definitions;
  const page = (to: string, label: Offer["label"], go: () => Promise<void>): Offer => ({
    id: `page:${to}`,
    kind: "page",
    label,
    run: () => {
      void go();
      focusContent();
    },
  });
  const lists = groups
    .flatMap((group) => processes.filter((process) => process.group === group.id))
    .map(({ id, label }) =>
      page(`/records/${id}`, label, () => navigate({ to: "/records/$process", params: { process: id } })),
    );
  const folder = (id: string, word: string): Offer => ({
    ...page(`/?list=${id}`, inBoth("palette.folder", { folder: inBoth(word) }), () =>
      navigate({ to: "/", search: { list: id } }),
    ),
    kind: "folder",
  });
  const boards = boardsOf(definitions) ? [BOARDS] : [];
  const others = [...boards, ...EVIDENCE, ...(me?.administers ? [HEALTH] : [])];
  return [
    page("/", inBoth("frame.work"), () => navigate({ to: "/" })),
    ...FOLDERS.map((id) => folder(id, folderWord(id))),
    folder("drafts", "folder.drafts"),
    ...lists,
    ...others.map(({ to, word }) => page(to, inBoth(word), () => navigate({ to }))),
  ];
}

/** A new record of each process in which one may open one; `n` opens one of the process one is at, else asks which. */
function useNew(): Offer[] {
  const navigate = useNavigate();
  const { process: here } = useParams({ strict: false });
  const opened = openedByForm(useDefinitions().processes);
  const isHere = opened.some((process) => process.id === here);
  const offers = opened.map(
    ({ id, label }): Offer => ({
      id: `create:${id}`,
      kind: "create",
      about: id === here ? "list" : undefined,
      label: inBoth("list.create", { process: label }),
      key: id === here ? "n" : undefined,
      run: () => void navigate({ to: "/records/$process/new", params: { process: id } }),
    }),
  );
  const ask = () => document.getElementById("create-menu")?.click();
  if (isHere || opened.length === 0) return offers;
  return [{ id: "create", kind: "key", label: inBoth("frame.key_create"), key: "n", run: ask }, ...offers];
}
