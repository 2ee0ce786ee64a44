// The boards: one of them, for a period; on paper, or on the wall without anything around it.
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useEffect } from "react";
import { useMe } from "../api/account";
import { boardsOf, useBoards } from "../api/boards";
import { useDefinitions } from "../api/definitions";
import { useRecord } from "../api/record";
import { PageHelp } from "../help/PageHelp";
import { CloseIcon, EditIcon, PlusIcon, PrintIcon, RecordIcon, WallIcon } from "../look/icon";
import { Nothing, Shape, Trouble } from "../look/Wait";
import type { BoardSearch } from "../route/system";
import { useLabel, useText } from "../text/language";
import { AsOf } from "./AsOf";
import { BoardEditor } from "./BoardEditor";
import { ChartCard } from "./ChartCard";
import { PeriodPicker } from "./PeriodPicker";
import { daysOf, todayIn } from "./period";
import { Wall } from "./Wall";
import "./board.css";

export function BoardsPage() {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/boards" });
  const keeper = boardsOf(useDefinitions());
  const found = useBoards(keeper?.id);
  const me = useMe().data;
  const isWall = search.wall !== undefined;
  useWall(isWall);
  const show = (change: BoardSearch) => void navigate({ to: "/boards", search: { ...search, ...change } });
  const boards = found.data ?? [];
  const board = boards.find(({ number }) => number === search.board) ?? boards[0];
  const today = todayIn(me?.zone);
  const days = daysOf(search.period, today);
  const record = useRecord(
    { process: keeper?.id ?? "", number: board?.number ?? "" },
    keeper !== undefined && board !== undefined && !isWall,
  ).data;
  const mayEdit = record?.editable.includes("charts") ?? false;
  const isNew = search.edit === "new";
  const isEdited = !isWall && (isNew ? keeper?.may.create : search.edit !== undefined && mayEdit);
  const isOfPeriod = board?.charts.some(({ series }) => series.some(({ periodOf }) => periodOf));
  if (keeper && isEdited && (isNew || record)) {
    return (
      <div className="page boards-page">
        <header className="page-head">
          <h1>{t(isNew ? "board.new" : "board.edit")}</h1>
          <PageHelp id="boards" />
          <PeriodPicker period={search.period} days={days} choose={(period) => show({ period })} />
        </header>
        <BoardEditor
          key={isNew ? "new" : record?.number}
          keeper={keeper}
          record={isNew ? undefined : record}
          days={days}
          today={today}
          onDone={(number) => show({ edit: undefined, board: number ?? search.board })}
        />
      </div>
    );
  }
  return (
    <div className={isWall ? "page boards-page wall" : "page boards-page"}>
      <header className="page-head">
        <h1>{board ? label(board.title) : t("board.title")}</h1>
        {isWall ? null : <PageHelp id="boards" />}
        {isWall || boards.length < 2 ? null : (
          <Select
            size="small"
            aria-label={t("board.choose")}
            value={board?.number}
            options={boards.map(({ number, title }) => ({ value: number, label: label(title) }))}
            popupMatchSelectWidth={false}
            onChange={(number) => show({ board: number })}
          />
        )}
        {board && isOfPeriod && !isWall ? (
          <PeriodPicker period={search.period} days={days} choose={(period) => show({ period })} />
        ) : null}
        <span className="board-period">{isOfPeriod ? t("board.of_period", { ...days }) : null}</span>
        {isWall ? (
          <Button icon={<CloseIcon />} onClick={() => show({ wall: undefined })}>
            {t("board.leave_wall")}
          </Button>
        ) : (
          <div className="board-acts">
            {board && mayEdit ? (
              <Button
                type="text"
                size="small"
                icon={<EditIcon />}
                onClick={() => show({ board: board.number, edit: "1" })}
              >
                {t("board.edit")}
              </Button>
            ) : null}
            {board && keeper ? (
              <Link to="/records/$process/$number" params={{ process: keeper.id, number: board.number }}>
                <RecordIcon /> {t("board.record")}
              </Link>
            ) : null}
            {keeper?.may.create ? (
              <Button type="text" size="small" icon={<PlusIcon />} onClick={() => show({ edit: "new" })}>
                {t("board.new")}
              </Button>
            ) : null}
            <Button type="text" size="small" icon={<PrintIcon />} onClick={() => window.print()}>
              {t("board.print")}
            </Button>
            <Button type="text" size="small" icon={<WallIcon />} onClick={() => show({ wall: "1" })}>
              {t("board.wall")}
            </Button>
          </div>
        )}
      </header>
      <AsOf />
      {board && label(board.purpose) && !isWall ? <p className="quiet">{label(board.purpose)}</p> : null}
      {found.isPending && keeper ? <Shape /> : null}
      {found.isError && !found.data ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {!keeper || (found.data && !board) ? <Nothing text={t("board.none")} /> : null}
      {board && board.charts.length === 0 ? <Nothing text={t("board.empty")} /> : null}
      {isWall && board ? <Wall charts={board.charts} days={days} today={today} /> : null}
      {isWall ? null : (
        <div className="charts">
          {board?.charts.map((chart) => (
            <ChartCard key={chart.title.zh} chart={chart} days={days} today={today} place="page" />
          ))}
        </div>
      )}
    </div>
  );
}

/** On the wall nothing stands around the board, and the screen is asked for as a whole. */
function useWall(isWall: boolean) {
  useEffect(() => {
    if (!isWall) return;
    document.documentElement.dataset.wall = "true";
    // Who came by a link has pressed nothing: then the browser leaves its own frame around it.
    document.documentElement.requestFullscreen?.().catch(() => undefined);
    return () => {
      delete document.documentElement.dataset.wall;
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [isWall]);
}
