"""When is a target used up? An oracle for business time that shares nothing with the engine: it walks through time
minute by minute, asks zoneinfo what the clock on the wall shows, and counts the open minutes.

In: one case a line, JSON: `zone`, `hours` (rows of weekday, from, until; none: around the clock), `days` (rows of date,
kind, from, until, as_weekday), `start` (seconds since 1970), `target` (seconds), `pauses` (pairs of seconds since 1970).
Out: first the version of the zone data, then for each case the second at which the target is used up, or null if that
is not within ten days.
"""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
HORIZON = 10 * 86_400
QUARTER = 15 * 60


def minute(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


class Calendar:
    def __init__(self, case):
        self.around_the_clock = case["hours"] is None
        self.week = [bytearray(1440) for _ in WEEKDAYS]
        self.special = {}
        self.tables = {}
        for row in case["hours"] or []:
            open_up(self.week[WEEKDAYS.index(row["weekday"])], row)
        for row in case["days"]:
            self.special.setdefault(date.fromisoformat(row["date"]), []).append(row)

    def table(self, day):
        """A byte for each minute of the day on the wall: 1 where it is open."""
        if day not in self.tables:
            self.tables[day] = self.make(day)
        return self.tables[day]

    def make(self, day):
        if self.around_the_clock:
            return bytearray([1]) * 1440
        rows = self.special.get(day)
        if rows is None:
            return self.week[day.weekday()]
        table = bytearray(1440)
        for row in rows:
            if row["kind"] == "half":
                open_up(table, row)
            elif row["kind"] == "working" and row.get("as_weekday"):
                return self.week[WEEKDAYS.index(row["as_weekday"])]
            elif row["kind"] == "working":
                own = self.week[day.weekday()]
                return own if any(own) else next(hours for hours in self.week if any(hours))
        return table


def open_up(table, row):
    for at in range(minute(row["from"]), minute(row["until"])):
        table[at] = 1


def wall(zone, at):
    """The day, the minute of the day, and how far the wall is from UTC."""
    local = datetime.fromtimestamp(at, zone)
    return local.date(), local.hour * 60 + local.minute, local.utcoffset()


def is_paused(pauses, at):
    return any(begin <= at < end for begin, end in pauses)


def due(case, zone):
    calendar = Calendar(case)
    start, left, pauses = case["start"], case["target"], case["pauses"]
    edges = sorted({start, *(edge for pause in pauses for edge in pause)})
    at = start - start % QUARTER
    while at < start + HORIZON:
        day, first, offset = wall(zone, at)
        quiet = start <= at and not any(at <= edge < at + QUARTER for edge in edges)
        whole = first % 15 == 0 and wall(zone, at + QUARTER - 60) == (day, first + 14, offset)
        if quiet and whole:
            count = 0 if is_paused(pauses, at) else 60 * sum(calendar.table(day)[first : first + 15])
            if count < left:
                left -= count
                at += QUARTER
                continue
        for begin in range(at, at + QUARTER, 60):
            day, now, _ = wall(zone, begin)
            if not calendar.table(day)[now]:
                continue
            if start <= begin and left > 60 and not any(begin <= edge < begin + 60 for edge in edges):
                left -= 0 if is_paused(pauses, begin) else 60
                continue
            for second in range(begin, begin + 60):
                if second >= start and not is_paused(pauses, second):
                    left -= 1
                    if left == 0:
                        return second + 1
        at += QUARTER
    return None


def version():
    for folder in map(Path, TZPATH):
        source = folder / "tzdata.zi"
        if source.exists():
            with source.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()
    return "unknown"


def main():
    print(json.dumps(version()))
    zones = {}
    for line in sys.stdin:
        case = json.loads(line)
        name = case["zone"]
        try:
            zone = zones.get(name) or zones.setdefault(name, ZoneInfo(name))
        except ZoneInfoNotFoundError:
            sys.exit(f"no data for the zone {name}: apt-get install tzdata")
        print(json.dumps(due(case, zone)))


main()
