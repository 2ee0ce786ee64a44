// Beside a form: who is calling, what their customer is promised, what that one has had lately, what is like it.
import { useDeferredValue } from "react";
import { useRecentOf, useSimilarSoFar } from "../api/beside";
import { useProcess } from "../api/definitions";
import type { Fields, Process, Reference } from "../api/wire";
import { Promised } from "../beside/Promised";
import { RecentList } from "../beside/RecentList";
import { SimilarList } from "../beside/SimilarList";
import { FieldText } from "../field/FieldText";
import { isEmpty, isReference } from "../field/value";
import { useLabel, useText } from "../text/language";
import { useSettled } from "../text/settled";

/** How long after the last key a title counts as written so far, in milliseconds. */
const PAUSE = 300;

export function Known({ process, values }: { process: Process; values: Fields }) {
  const t = useText();
  const { customer, service, requester } = values;
  const title = useDeferredValue(useSettled(String(values[process.title] ?? ""), PAUSE));
  const ofCustomer = isReference(customer) ? (customer.number ?? customer.id) : undefined;
  const recent = useRecentOf(process.id, ofCustomer).data?.items ?? [];
  const similar = useSimilarSoFar({
    process: process.id,
    title,
    customer: ofCustomer,
    service: isReference(service) ? (service.number ?? service.id) : undefined,
  });
  const alike = title.trim().length > 1 ? (similar.data?.items ?? []) : [];
  const nothing = !isReference(customer) && !isReference(requester) && alike.length === 0;
  return (
    <aside className="known" aria-label={t("create.known")}>
      {nothing ? <p className="quiet">{t("create.known_later")}</p> : null}
      {isReference(requester) ? <Caller who={requester} /> : null}
      {isReference(customer) ? (
        <section>
          <h2>{customer.title}</h2>
          <Promised customer={customer} service={isReference(service) ? service : undefined} />
        </section>
      ) : null}
      {alike.length > 0 ? (
        <section aria-live="polite">
          <h2>{t("create.similar")}</h2>
          <SimilarList process={process} items={alike} apart />
        </section>
      ) : null}
      {recent.length > 0 ? (
        <section>
          <h2>{t("beside.recent")}</h2>
          <RecentList process={process} records={recent.slice(0, 5)} apart />
        </section>
      ) : null}
    </aside>
  );
}

/** Who is calling, by the short fields of their record. */
function Caller({ who }: { who: Reference }) {
  const label = useLabel();
  const process = useProcess(who.process ?? "");
  const fields = "fields" in who ? (who.fields as Fields) : {};
  const told = (process?.fields ?? []).filter(
    (field) => field.id !== process?.title && field.kind !== "long_text" && !isEmpty(fields[field.id]),
  );
  if (told.length === 0) return null;
  return (
    <section>
      <h2>{who.title}</h2>
      <dl className="parties">
        {told.slice(0, 6).map((field) => (
          <div key={field.id}>
            <dt>{label(field.label, field.id)}</dt>
            <dd>
              <FieldText field={field} value={fields[field.id]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
