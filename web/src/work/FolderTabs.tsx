// The folders of what is one's own, each with how much is in it.
import { Link } from "@tanstack/react-router";
import { type FolderId, useFolders } from "../api/folder";
import { useText } from "../text/language";

export const FOLDERS: FolderId[] = ["todo", "done", "started", "copied", "watched"];

const WORD: { [id in FolderId]: string } = {
  todo: "folder.todo",
  done: "folder.done",
  started: "folder.started",
  copied: "folder.copied",
  watched: "folder.watched",
};

export const folderWord = (id: FolderId): string => WORD[id];

export function FolderTabs({ shown }: { shown: string | undefined }) {
  const t = useText();
  const { data: counts, isPending } = useFolders();
  const found = (id: string) => counts?.folders.find((folder) => folder.id === id);
  const count = (id: string) => {
    const folder = found(id);
    return folder?.count ? (folder.more ? "99+" : String(folder.count)) : "";
  };
  const unread = found("unread")?.count ?? 0;
  return (
    // Without the counts the words would stand elsewhere: they come together.
    <nav className={isPending ? "folder-tabs pending" : "folder-tabs"} aria-label={t("folder.folders")}>
      {FOLDERS.map((id) => (
        <Link key={id} to="/" search={{ list: id }} aria-current={shown === id ? "page" : undefined}>
          {t(WORD[id])} <span className="count">{count(id)}</span>
          {id === "copied" && unread > 0 ? <span className="new">{t("folder.new", { n: unread })}</span> : null}
        </Link>
      ))}
      <Link to="/" search={{ list: "drafts" }} aria-current={shown === "drafts" ? "page" : undefined}>
        {t("folder.drafts")} <span className="count">{counts?.drafts || ""}</span>
      </Link>
    </nav>
  );
}
