// The addresses of what stands beside the records: objectives, boards, clauses, processes, the log, one's own account and settings.
import { createRoute } from "@tanstack/react-router";
import { fetched } from "../frame/fetched";
import { forEither } from "../portal/audience";
import { Nowhere } from "../portal/Nowhere";
import { inside, texts } from "./inside";

const objectives = createRoute({
  getParentRoute: () => inside,
  path: "/objectives",
  validateSearch: (search): { period?: string } => texts(["period"])(search),
  component: forEither(
    fetched(() => import("../objective/ObjectivesPage"), "ObjectivesPage"),
    Nowhere,
  ),
});

const objective = createRoute({
  getParentRoute: () => inside,
  path: "/objectives/$id",
  validateSearch: (search): { period?: string; part?: string; department?: string } =>
    texts(["period", "part", "department"])(search),
  component: forEither(
    fetched(() => import("../objective/ObjectivePage"), "ObjectivePage"),
    Nowhere,
  ),
});

export interface BoardSearch {
  board?: string;
  period?: string;
  wall?: string;
  /** It is edited; `new`: one is made. */
  edit?: string;
}

const boards = createRoute({
  getParentRoute: () => inside,
  path: "/boards",
  validateSearch: (search): BoardSearch => texts(["board", "period", "wall", "edit"])(search),
  component: forEither(
    fetched(() => import("../board/BoardsPage"), "BoardsPage"),
    Nowhere,
  ),
});

const clauses = createRoute({
  getParentRoute: () => inside,
  path: "/clauses",
  validateSearch: (search): { standard?: string; clause?: string; state?: string } =>
    texts(["standard", "clause", "state"])(search),
  component: forEither(
    fetched(() => import("../clause/ClausesPage"), "ClausesPage"),
    Nowhere,
  ),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  component: fetched(() => import("../account/AccountPage"), "AccountPage"),
});

const away = createRoute({
  getParentRoute: () => inside,
  path: "/account/away",
  component: forEither(
    fetched(() => import("../away/AwayPage"), "AwayPage"),
    Nowhere,
  ),
});

const setup = createRoute({
  getParentRoute: () => inside,
  path: "/setup",
  validateSearch: (search): { step?: string } => texts(["step"])(search),
  component: forEither(
    fetched(() => import("../setup/SetupPage"), "SetupPage"),
    Nowhere,
  ),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: fetched(() => import("../settings/SettingsPage"), "SettingsPage"),
});

const glossary = createRoute({
  getParentRoute: () => inside,
  path: "/glossary",
  component: fetched(() => import("../glossary/GlossaryPage"), "GlossaryPage"),
});

const processes = createRoute({
  getParentRoute: () => inside,
  path: "/processes",
  component: forEither(
    fetched(() => import("../shape/ProcessesPage"), "ProcessesPage"),
    Nowhere,
  ),
});

const process = createRoute({
  getParentRoute: () => inside,
  path: "/processes/$process",
  validateSearch: (search): { overlay?: string; part?: string } => texts(["overlay", "part"])(search),
  component: forEither(
    fetched(() => import("../shape/ProcessPage"), "ProcessPage"),
    Nowhere,
  ),
});

const health = createRoute({
  getParentRoute: () => inside,
  path: "/settings/health",
  component: forEither(
    fetched(() => import("../upkeep/HealthPage"), "HealthPage"),
    Nowhere,
  ),
});

const AUDIT = ["actor", "action", "process", "from", "to"] as const;

const audit = createRoute({
  getParentRoute: () => inside,
  path: "/settings/audit",
  validateSearch: (search): { [key in (typeof AUDIT)[number]]?: string } => texts([...AUDIT])(search),
  component: forEither(
    fetched(() => import("../audit/AuditPage"), "AuditPage"),
    Nowhere,
  ),
});

export const system = [
  objectives,
  objective,
  boards,
  clauses,
  account,
  away,
  setup,
  settings,
  glossary,
  processes,
  process,
  health,
  audit,
] as const;
