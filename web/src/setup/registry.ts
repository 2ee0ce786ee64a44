// What the page has for the steps of the first day, by their ids. A step without an entry is drawn from its forms alone.
import type { ComponentType } from "react";
import type { Setup, SetupStep } from "../api/wire";
import { AdministratorStep } from "./AdministratorStep";
import { CalendarStep } from "./CalendarStep";
import { FormsStep } from "./FormsStep";
import { PeopleStep } from "./PeopleStep";
import { RolesStep } from "./RolesStep";
import { StructureStep } from "./StructureStep";
import { TryStep } from "./TryStep";

export interface StepProps {
  setup: Setup;
  step: SetupStep;
}

const PARTS: { [step: string]: ComponentType<StepProps> } = {
  administrator: AdministratorStep,
  calendar: CalendarStep,
  structure: StructureStep,
  people: PeopleStep,
  roles: RolesStep,
  try: TryStep,
};

export const partOf = (step: string): ComponentType<StepProps> => PARTS[step] ?? FormsStep;
