// My work: four numbers at most, my folders with what is in the one that is shown, and beside them what changed and how
// the objectives stand.
import { useSearch } from "@tanstack/react-router";
import { useDefinitions } from "../api/definitions";
import { type FolderId, useFolders, usePages } from "../api/folder";
import { useWaitingForMe } from "../api/records";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape } from "../look/Wait";
import { FirstSteps } from "../setup/FirstSteps";
import { useText } from "../text/language";
import { Changes, Objectives } from "./Beside";
import { Drafts } from "./Drafts";
import { Figures, figureWord } from "./Figures";
import { FOLDERS, FolderTabs, folderWord } from "./FolderTabs";
import { useFigures } from "./figure";
import { givesOut } from "./filter";
import { RecordRow, RecordRows } from "./RecordRows";

export function WorkPage() {
  const t = useText();
  const asked = useSearch({ from: "/inside/" }).list;
  const list = asked ?? "todo";
  return (
    <div className="page work-page">
      <header className="page-head">
        <h1>{t("work.title")}</h1>
        <PageHelp id="work" />
      </header>
      <FirstSteps />
      <Figures shown={list} />
      <div className="work-columns">
        <div className="work-main">
          <FolderTabs shown={list} />
          <Shown list={list} />
          {asked ? null : <NextBest />}
        </div>
        <aside className="work-beside">
          <Objectives />
          <Changes />
        </aside>
      </div>
    </div>
  );
}

/** As much to do leaves room below it. */
const FEW = 8;

/** Whoever has little to do sees what waits to be given out, if that is theirs to do; whoever has nothing, what is most
 * urgent beside it. */
function NextBest() {
  const { figures } = useFigures();
  const { processes } = useDefinitions();
  const todo = useFolders().data?.folders.find((folder) => folder.id === "todo")?.count ?? FEW;
  const counted = figures.filter((figure) => figure.count && figure.query);
  const unassigned = counted.find((figure) => figure.id === "unassigned" && givesOut(processes));
  const next = todo < FEW ? (unassigned ?? (todo === 0 ? counted[0] : undefined)) : undefined;
  // What stands above it comes first: it would be pushed down.
  const isListed = !usePages({ folder: "todo", sort: "due_at" }).isPending;
  return next && isListed ? <Counted id={next.id} /> : null;
}

/** The list that the address names: a folder, the drafts, or what a number counts. */
function Shown({ list }: { list: string }) {
  if (list === "drafts") return <Drafts />;
  if (list === "votes") return <Votes />;
  const folder = FOLDERS.find((one) => one === list);
  return folder ? <Folder key={folder} id={folder} /> : <Counted key={list} id={list} />;
}

const EMPTY: { [id in FolderId]: string } = {
  todo: "folder.none_todo",
  done: "folder.none_done",
  started: "folder.none_started",
  copied: "folder.none_copied",
  watched: "folder.none_watched",
};

function Folder({ id }: { id: FolderId }) {
  const t = useText();
  const isTodo = id === "todo";
  const found = usePages({ folder: id, sort: isTodo ? "due_at" : "-updated_at" });
  return <RecordRows found={found} title={t(folderWord(id))} empty={t(EMPTY[id])} by={isTodo ? "promise" : "change"} />;
}

function Counted({ id }: { id: string }) {
  const t = useText();
  const figure = useFigures().figures.find((one) => one.id === id);
  const found = usePages({ ...figure?.query, sort: "due_at" }, Boolean(figure?.query));
  const word = figureWord(id);
  const title = word ? t(word) : id;
  return (
    <>
      <h2>{title}</h2>
      <RecordRows found={found} title={title} empty={t("folder.none_counted")} />
    </>
  );
}

function Votes() {
  const t = useText();
  const found = useWaitingForMe();
  const records = found.data?.items ?? [];
  return (
    <section aria-label={t("folder.votes")} className="own-list">
      <h2>{t("folder.votes")}</h2>
      {found.isPending ? <Shape rows={3} /> : null}
      {found.data && records.length === 0 ? <Nothing text={t("work.none_waiting")} /> : null}
      <ul className="work-list">
        {records.map((record) => (
          <RecordRow key={record.id} record={record} by="promise" />
        ))}
      </ul>
    </section>
  );
}
