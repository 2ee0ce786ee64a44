// Beside a record at work: its customer with what it is promised, what is like it, what else that customer has.
import type { ReactNode } from "react";
import { useRecentOf, useSimilar } from "../api/beside";
import type { RecordAddress } from "../api/record";
import type { Process, Reference, YuhengRecord } from "../api/wire";
import { isReference } from "../field/value";
import { Shape } from "../look/Wait";
import { Section } from "../pane/Section";
import { useText } from "../text/language";
import { Promised } from "./Promised";
import { RecentList } from "./RecentList";
import { SimilarList } from "./SimilarList";

interface BesideProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
}

/** Work has a customer to think of, and others like it; what lives on has neither. */
const isWorkOf = (process: Process) => process.lifetime === "work";

export function CustomerOf({ process, record }: Omit<BesideProps, "at">) {
  const t = useText();
  const isWork = isWorkOf(process);
  const { customer, service } = record.fields;
  if (!isWork || !isReference(customer)) return null;
  const named = new Map<string, Reference>();
  for (const { agreement } of record.clocks) if (agreement) named.set(agreement.id, agreement);
  return (
    <Section id="promised" title={t("beside.promised")}>
      <Promised
        customer={customer}
        service={isReference(service) ? service : undefined}
        agreements={[...named.values()]}
      />
    </Section>
  );
}

/** What stands below comes with it, so that nothing is pushed down. */
export function Beside({ at, process, record, children }: BesideProps & { children: ReactNode }) {
  const t = useText();
  const isWork = isWorkOf(process);
  const { customer } = record.fields;
  const alike = useSimilar(at, isWork);
  const similar = alike.data?.items ?? [];
  const recent = useRecentOf(process.id, isWork && isReference(customer) ? customer.number : undefined);
  const others = (recent.data?.items ?? []).filter((one) => one.id !== record.id).slice(0, 5);
  if (alike.isLoading || recent.isLoading) return <Shape rows={4} />;
  return (
    <>
      {similar.length > 0 ? (
        <Section id="similar" title={t("beside.similar")} count={similar.length} className="unprinted">
          <SimilarList process={process} items={similar} />
        </Section>
      ) : null}
      {others.length > 0 ? (
        <Section id="recent" title={t("beside.recent")} count={others.length} className="unprinted">
          <RecentList process={process} records={others} />
        </Section>
      ) : null}
      {children}
    </>
  );
}
