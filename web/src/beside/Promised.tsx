// What a record's customer is promised: the contract that covers the service, the agreement, until when.
import { useCoverage } from "../api/beside";
import type { Covered, Reference } from "../api/wire";
import { useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";

interface PromisedProps {
  customer: Reference;
  service: Reference | undefined;
  /** The agreements that running clocks stand on; without any, the contract's own is what will count. */
  agreements?: Reference[];
}

const covers = (cover: Covered, service: Reference | undefined) =>
  !service || cover.services.length === 0 || cover.services.some((one) => one.id === service.id);

export function Promised({ customer, service, agreements = [] }: PromisedProps) {
  const t = useText();
  const found = useCoverage(customer.number ?? customer.id);
  const all = found.data?.items ?? [];
  const covering = all.filter((cover) => covers(cover, service));
  const standing = agreements.length > 0 ? agreements : covering.slice(0, 1).flatMap((cover) => cover.agreement ?? []);
  return (
    <dl className="parties promised">
      {found.isPending ? <Row name={t("beside.contract")}>{"\u00a0"}</Row> : null}
      {covering.slice(0, 2).map((cover) => (
        <Row key={cover.contract?.id} name={t("beside.contract")}>
          {cover.contract ? <RecordLink to={cover.contract} /> : null}{" "}
          {cover.until ? <span className="quiet figure">{t("beside.until", { day: cover.until })}</span> : null}
        </Row>
      ))}
      {found.data && covering.length === 0 ? (
        <Row name={t("beside.contract")}>
          <span className="due soon">{t(all.length > 0 && service ? "beside.not_covered" : "beside.no_contract")}</span>
        </Row>
      ) : null}
      {standing.map((agreement) => (
        <Row key={agreement.id} name={t("beside.agreement")}>
          <RecordLink to={agreement} />
        </Row>
      ))}
    </dl>
  );
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
