// What the server finds: people, by how they sound too, the record of a number, records that hold the words. It is asked once
// whoever types pauses; answers belong to what they were asked for, so that none that is late takes the place of a newer one.
import { useParams } from "@tanstack/react-router";
import { numberMeant, ofContent, useDefinitions } from "../api/definitions";
import { type Sought, useCandidates, useFirstHits } from "../api/records";
import { keeperOf, viewsSought } from "../api/views";
import type { ListedRecord } from "../api/wire";
import { useSettled } from "../text/settled";
import type { Entry, RankedEntry } from "./entry";
import { FOUND_OTHERWISE, rankOf } from "./match";
import { useRecordEntry } from "./useRecordEntry";
import { useViewEntry } from "./useViewEntry";

/** How long whoever types pauses before the server is asked, in milliseconds. */
const PAUSE = 120;
/** Of each kind as many: who means another types more. */
const FEW = 6;

interface FoundEntries {
  people: RankedEntry[];
  records: RankedEntry[];
  /** Saved views, of whichever list. */
  views: RankedEntry[];
  /** The answers to what is typed now are not all here yet. */
  isLooking: boolean;
}

export function useFound(typed: string): FoundEntries {
  const definitions = useDefinitions();
  const entryOf = useRecordEntry();
  const viewOf = useViewEntry();
  const { process: here } = useParams({ strict: false });
  const asked = useSettled(typed, PAUSE);
  const isAsked = asked !== "" && typed !== "";
  const seekIn = (processes: { id: string }[]): Sought[] => processes.map(({ id }) => ({ process: id, limit: FEW }));
  const peopleIn = seekIn(["person", "contact"].flatMap((content) => ofContent(definitions.processes, content)));
  const people = useCandidates(peopleIn, asked, isAsked && peopleIn.length > 0);
  const meant = numberMeant(definitions, typed);
  const numberIn = meant ? [{ process: meant.process, limit: 1 }] : [];
  const numbered = useCandidates(numberIn, meant?.number ?? "", meant !== undefined);
  const hereIn = seekIn(definitions.processes.filter(({ id }) => id === here));
  const called = useCandidates(hereIn, asked, isAsked && hereIn.length > 0);
  const keeper = keeperOf(definitions);
  const viewsIn = keeper ? [viewsSought(keeper.id, FEW)] : [];
  const kept = useCandidates(viewsIn, asked, isAsked && viewsIn.length > 0);
  const hits = useFirstHits(isAsked ? asked : "");
  if (typed === "") return { people: [], records: [], views: [], isLooking: false };

  // What stands there from fewer letters stays as far as it matches these too; the answer to these stays whole.
  const isWhole = asked === typed;
  const ranked = (entry: Entry, names: string[], isAnswer: boolean): RankedEntry[] => {
    const rank = rankOf(names, typed) ?? (isAnswer ? FOUND_OTHERWISE : undefined);
    return rank === undefined ? [] : [{ ...entry, rank }];
  };
  const fromList = (
    found: { data?: ListedRecord[]; isPlaceholderData: boolean },
    entry = (record: ListedRecord): Entry | undefined => entryOf(record, record),
  ) =>
    (found.data ?? []).flatMap((record) => {
      const made = entry(record);
      const isAnswer = isWhole && !found.isPlaceholderData;
      return made ? ranked(made, [record.title, record.number], isAnswer) : [];
    });
  const fromHits = (hits.data?.items ?? []).flatMap(({ record, ...state }) =>
    ranked(entryOf(record, state), [record.title, record.number], isWhole && !hits.isPlaceholderData),
  );
  const exact = (numbered.data ?? []).find(({ number }) => number === meant?.number);
  const isThere = exact !== undefined || !numbered.isSuccess || numbered.isPlaceholderData;
  // A number leads there before anybody has answered; nothing is kept of one that may not be there.
  const unread = meant && isThere ? [{ ...entryOf({ ...meant, title: "" }), chosen: undefined, rank: 0 }] : [];
  const ofNumber = exact ? [{ ...entryOf(exact, exact), rank: 0 }] : unread;
  const records = once([...ofNumber, ...fromList(called), ...fromHits]);
  return {
    people: once(fromList(people)),
    records: records.filter((entry) => entry.kind === "record" || entry.rank === 0),
    views: fromList(kept, viewOf),
    isLooking: !isWhole || people.isFetching || kept.isFetching || hits.isFetching || called.isFetching,
  };
}

/** Each once, by the way in which it was found first. */
function once(entries: RankedEntry[]): RankedEntry[] {
  const ids = entries.map(({ id }) => id);
  return entries.filter(({ id }, index) => ids.indexOf(id) === index);
}
