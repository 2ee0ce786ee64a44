// Where the navigation leads beside the processes, in its order: written once for the navigation, its rail and the palette.
import type { ComponentType } from "react";
import { AuditIcon, ChartIcon, FlowIcon, GlossaryIcon, HealthIcon, LogIcon, TargetIcon } from "../look/icon";

export interface Place {
  to: "/boards" | "/objectives" | "/clauses" | "/glossary" | "/processes" | "/settings/audit" | "/settings/health";
  /** Its text. */
  word: string;
  Icon: ComponentType;
}

/** For whoever has boards, below the workbench. */
export const BOARDS: Place = { to: "/boards", word: "board.title", Icon: ChartIcon };

export const EVIDENCE: Place[] = [
  { to: "/objectives", word: "frame.objectives", Icon: TargetIcon },
  { to: "/clauses", word: "frame.clauses", Icon: AuditIcon },
  { to: "/processes", word: "shape.title", Icon: FlowIcon },
  { to: "/settings/audit", word: "audit.title", Icon: LogIcon },
  { to: "/glossary", word: "glossary.title", Icon: GlossaryIcon },
];

/** For whoever administers the installation. */
export const HEALTH: Place = { to: "/settings/health", word: "upkeep.title", Icon: HealthIcon };
