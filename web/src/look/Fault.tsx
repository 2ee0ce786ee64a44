// Why something was refused, below what was to be done; with the places at fault, where the refusal names them.
import { Refusal } from "../api/client";
import type { Faulty } from "../api/wire";
import { ProblemList } from "./ProblemList";
import { useReason } from "./Wait";

/** The faults of definitions that a refusal names. */
export function problemsOf(error: unknown): Faulty[] {
  return error instanceof Refusal ? (error.problem.problems ?? []) : [];
}

interface FaultProps {
  error: unknown;
  /** Words of our own in the place of the refusal's. */
  said?: string;
  onJump?: (line: number) => void;
}

export function Fault({ error, said, onJump }: FaultProps) {
  const reason = useReason();
  if (!error) return null;
  const problems = problemsOf(error);
  return (
    <div className="fault" role="alert">
      <p>{said ?? reason(error)}</p>
      {problems.length > 0 ? <ProblemList problems={problems} onJump={onJump} /> : null}
    </div>
  );
}
