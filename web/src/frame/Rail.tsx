// The navigation folded to a rail: each place a sign or none with its word, each group opens its processes.
import { Link } from "@tanstack/react-router";
import { Badge, Popover } from "antd";
import type { ComponentType } from "react";
import { useMe } from "../api/account";
import { boardsOf } from "../api/boards";
import { useDefinitions } from "../api/definitions";
import { HomeIcon } from "../look/icon";
import { useText } from "../text/language";
import { Entry, type Group, useGroups } from "./Navigation";
import { BOARDS, EVIDENCE, HEALTH, type Place as Leads } from "./places";

export function Rail() {
  const t = useText();
  const me = useMe().data;
  const { groups, countOf } = useGroups();
  const hasBoards = boardsOf(useDefinitions()) !== undefined;
  return (
    <nav aria-label={t("frame.navigation")} className="rail">
      <Place to="/" word={t("frame.work")} Icon={HomeIcon} />
      {hasBoards ? <Place {...BOARDS} word={t(BOARDS.word)} /> : null}
      {groups.map((group) => (
        <Tile key={group.id} group={group} countOf={countOf} />
      ))}
      {[...EVIDENCE, ...(me?.administers ? [HEALTH] : [])].map((place) => (
        <Place key={place.to} {...place} word={t(place.word)} />
      ))}
    </nav>
  );
}

interface PlaceProps {
  to: "/" | Leads["to"];
  word: string;
  Icon: ComponentType;
}

function Place({ to, word, Icon }: PlaceProps) {
  return (
    <Link to={to} className="tile" activeOptions={{ exact: to === "/", includeSearch: false }}>
      <Icon />
      <span>{word}</span>
    </Link>
  );
}

function Tile({ group, countOf }: { group: Group; countOf: (process: string) => string }) {
  const t = useText();
  const entries = (
    <div className="navigation">
      {group.processes.map((process) => (
        <Entry key={process.id} process={process} count={countOf(process.id)} />
      ))}
    </div>
  );
  return (
    <Popover title={group.label} content={entries} placement="rightTop" trigger="click">
      <Badge dot={group.count !== ""} offset={[-6, 4]}>
        <button type="button" className="tile" aria-label={t("frame.open_group", { group: group.label })}>
          <span>{group.label}</span>
        </button>
      </Badge>
    </Popover>
  );
}
