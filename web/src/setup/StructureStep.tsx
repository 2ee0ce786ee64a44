// Departments and posts from a template: a table of proposals, each to be renamed or left out, then opened together.
import { useState } from "react";
import { useDefinitions } from "../api/definitions";
import { useProposals } from "../api/guide";
import { useStanding } from "../api/setup";
import type { Process, Reference, SetupForm } from "../api/wire";
import { Shape, Trouble } from "../look/Wait";
import { FillTable } from "./FillTable";
import { FormSection } from "./FormsStep";
import { type MadeByKey, useMade } from "./made";
import { ProposalTable } from "./ProposalTable";
import type { StepProps } from "./registry";

export function StructureStep({ step }: StepProps) {
  const { processes } = useDefinitions();
  const proposals = useProposals();
  const [made, remember] = useMade();
  // One table after the other: what a row names may be about to be opened in the table above.
  const [running, setRunning] = useState<string>();
  if (proposals.isPending) return <Shape rows={8} />;
  if (proposals.isError) return <Trouble error={proposals.error} />;
  return step.forms.map((form) => {
    const process = processes.find((one) => one.id === form.process);
    if (!process) return null;
    const isHeld = running !== undefined && running !== process.id;
    const opening = {
      made,
      isHeld,
      onMade: remember,
      onRun: (runs: boolean) => setRunning(runs ? process.id : undefined),
    };
    return <Part key={process.id} process={process} form={form} {...opening} />;
  });
}

interface PartProps {
  process: Process;
  form: SetupForm;
  made: MadeByKey;
  isHeld: boolean;
  onMade: (key: string, record: Reference) => void;
  onRun: (runs: boolean) => void;
}

function Part({ process, form, ...opening }: PartProps) {
  const standing = useStanding(process.id);
  if (standing.isPending) return <Shape rows={6} />;
  // What came with the system is filled in, not opened.
  if (!process.may.create) return <FillTable process={process} form={form} standing={standing.data?.items ?? []} />;
  return (
    <>
      <ProposalTable process={process} form={form} standing={standing.data?.items ?? []} {...opening} />
      {standing.data?.items.length ? <FormSection form={form} /> : null}
    </>
  );
}
