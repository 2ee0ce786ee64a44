// The list that a record came from, narrow, so that one goes from record to record.
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useEffect } from "react";
import { useMe } from "../api/account";
import { useRecords } from "../api/records";
import type { Process } from "../api/wire";
import { useTitleOf } from "../field/named";
import { useListKeys, useStanding } from "../list/keys";
import { queryOf, viewsOf } from "../list/view";
import { RecordState } from "../look/State";
import { Shape } from "../look/Wait";
import { When } from "../look/When";
import { useLabel } from "../text/language";
import { RecordAnchor } from "../text/RecordAnchor";

export function Neighbours({ process, current }: { process: Process; current: string }) {
  const label = useLabel();
  const search = useSearch({ from: "/inside/records/$process/$number" });
  const me = useMe().data;
  const found = useRecords(process.id, queryOf(process, search, viewsOf(process, me)));
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  // The record is drawn first, then the others of its list.
  const drawn = useDeferredValue(records, []);
  const query = useRouter().options.stringifySearch(search);
  const titleOf = useTitleOf();
  const [, stand] = useStanding(process);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever goes back to the list stands on what was open
  useEffect(() => stand(current), [current]);
  useListKeys({ process, records, search, at: current, stand, opens: true });
  return (
    <>
      <h2>
        <Link to="/records/$process" params={{ process: process.id }} search={search}>
          {label(process.label)}
        </Link>
      </h2>
      {found.isPending ? <Shape /> : null}
      <ul className="neighbours">
        {drawn.map((record) => (
          <li key={record.id}>
            <RecordAnchor
              process={process.id}
              number={record.number}
              query={query}
              aria-current={record.number === current ? "page" : undefined}
            >
              <span className="line">
                <span className="number">{record.number}</span>
                <RecordState process={process} record={record} />
                <When brief record={record} />
              </span>
              <span className="title">{titleOf(record)}</span>
            </RecordAnchor>
          </li>
        ))}
      </ul>
    </>
  );
}
