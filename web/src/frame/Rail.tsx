// The navigation folded to a rail: a sign for each group, which opens its processes.
import { Link } from "@tanstack/react-router";
import { Badge, Popover, Tooltip } from "antd";
import { useMe } from "../api/account";
import { AuditIcon, HomeIcon, TargetIcon } from "../look/icon";
import { useText } from "../text/language";
import { Entry, type Group, useGroups } from "./Navigation";

export function Rail() {
  const t = useText();
  const me = useMe().data;
  const { groups, countOf } = useGroups();
  const home = t(me?.customer ? "work.my_reports" : "frame.work");
  return (
    <nav aria-label={t("frame.navigation")} className="rail">
      <Tooltip title={home} placement="right">
        <Link to="/" className="tile" activeOptions={{ exact: true, includeSearch: false }} aria-label={home}>
          <HomeIcon />
        </Link>
      </Tooltip>
      {groups.map((group) => (
        <Tile key={group.id} group={group} countOf={countOf} />
      ))}
      {me?.customer ? null : (
        <>
          <Tooltip title={t("frame.objectives")} placement="right">
            <Link to="/objectives" className="tile" aria-label={t("frame.objectives")}>
              <TargetIcon />
            </Link>
          </Tooltip>
          <Tooltip title={t("frame.clauses")} placement="right">
            <Link to="/clauses" className="tile" aria-label={t("frame.clauses")}>
              <AuditIcon />
            </Link>
          </Tooltip>
        </>
      )}
    </nav>
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
      <Badge dot={group.count !== ""} offset={[-8, 8]}>
        <button type="button" className="tile" aria-label={t("frame.open_group", { group: group.label })}>
          {[...group.label][0]}
        </button>
      </Badge>
    </Popover>
  );
}
