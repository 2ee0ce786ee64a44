// Departments and posts from a template: a table of proposals, each to be renamed or left out, then opened together.
import { useDefinitions } from "../api/definitions";
import { useProposals } from "../api/guide";
import { useStanding } from "../api/setup";
import type { Process, SetupForm } from "../api/wire";
import { Shape, Trouble } from "../look/Wait";
import { FormSection } from "./FormsStep";
import { ProposalTable } from "./ProposalTable";
import type { StepProps } from "./registry";

export function StructureStep({ step }: StepProps) {
  const { processes } = useDefinitions();
  const proposals = useProposals();
  if (proposals.isPending) return <Shape rows={8} />;
  if (proposals.isError) return <Trouble error={proposals.error} />;
  return step.forms.map((form) => {
    const process = processes.find((one) => one.id === form.process);
    return process ? <Part key={process.id} process={process} form={form} /> : null;
  });
}

function Part({ process, form }: { process: Process; form: SetupForm }) {
  const standing = useStanding(process.id);
  if (standing.isPending) return <Shape rows={6} />;
  return (
    <>
      <ProposalTable process={process} form={form} standing={standing.data?.items ?? []} />
      {standing.data?.items.length ? <FormSection form={form} /> : null}
    </>
  );
}
