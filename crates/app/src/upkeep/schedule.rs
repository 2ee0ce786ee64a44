//! When a backup is due, and which of the old ones stay. Pure.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::backups::Archived;

/// How soon it is tried again what failed.
pub(super) const RETRY: SignedDuration = SignedDuration::from_hours(1);
/// Of how many weeks one backup each stays beside those of the last days: what is found damaged or deleted by mistake was
/// often so for longer than a week. Four cost as much as four days more, and nobody has ever argued about the number.
const WEEKS: usize = 4;

/// What the operator wants of backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupPlan {
    /// Where they go.
    pub folder: PathBuf,
    /// At what time of the day in the organisation's zone; none: only when somebody asks.
    pub at: Option<Time>,
    /// Of how many days one each stays.
    pub keep: usize,
}

impl Default for BackupPlan {
    fn default() -> Self {
        Self { folder: PathBuf::new(), at: None, keep: 7 }
    }
}

/// The first moment after `after` at which the clock on the wall shows `at`.
pub(super) fn next_night(at: Time, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let day = after.to_zoned(zone.clone()).date();
    let of = |day: Date| day.to_datetime(at).to_zoned(zone.clone()).ok().map(|moment| moment.timestamp());
    of(day).filter(|moment| *moment > after).or_else(|| of(day.tomorrow().ok()?))
}

/// When the next one is to be tried: the night after the last good one, however long ago that night is; after a failure an
/// hour later.
pub(super) fn next_try(at: Time, zone: &TimeZone, last: Timestamp, failed: Option<Timestamp>) -> Option<Timestamp> {
    let night = next_night(at, zone, last)?;
    Some(failed.map_or(night, |failed| night.max(failed + RETRY)))
}

/// Which of `kept`, oldest first, are to go. All of today stay; then the newest of each of the last `days` days that have
/// one, and of each of the last four weeks; whatever happens, the newest and the last that was restored as a trial.
pub(super) fn thinned_out(
    kept: &[Archived],
    days: usize,
    zone: &TimeZone,
    today: Date,
    restored: Option<&str>,
) -> Vec<Archived> {
    let (mut of_days, mut of_weeks) = (BTreeSet::new(), BTreeSet::new());
    let mut going = Vec::new();
    for (age, archived) in kept.iter().rev().enumerate() {
        let day = archived.at.to_zoned(zone.clone()).date();
        let week = (day.iso_week_date().year(), day.iso_week_date().week());
        let of_its_day = of_days.len() < days.max(1) && of_days.insert(day);
        let of_its_week = of_weeks.len() < WEEKS && of_weeks.insert(week);
        let stays = age == 0 || day == today || restored == Some(archived.path.as_str());
        if !(stays || of_its_day || of_its_week) {
            going.push(archived.clone());
        }
    }
    going.reverse();
    going
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archived(at: &str) -> Archived {
        Archived { at: at.parse().unwrap(), path: at.to_owned(), ..Archived::default() }
    }

    fn check_next(last: &str, failed: Option<&str>, expected: &str) {
        let failed = failed.map(|at| at.parse().unwrap());
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let next = next_try(jiff::civil::time(2, 30, 0, 0), &zone, last.parse().unwrap(), failed);
        assert_eq!(next.unwrap().to_string(), expected, "after {last}");
    }

    #[test]
    fn the_next_one_is_due_in_the_night_after_the_last_good_one() {
        check_next("2026-11-20T01:00:00Z", None, "2026-11-20T18:30:00Z");
        check_next("2026-11-20T18:30:00Z", None, "2026-11-21T18:30:00Z");
        check_next("2026-11-20T17:00:00Z", None, "2026-11-20T18:30:00Z");
        check_next("2026-11-10T18:30:00Z", None, "2026-11-11T18:30:00Z");
    }

    #[test]
    fn what_failed_is_tried_again_an_hour_later() {
        check_next("2026-11-19T18:30:00Z", Some("2026-11-20T18:30:00Z"), "2026-11-20T19:30:00Z");
        check_next("2026-11-20T18:30:00Z", Some("2026-11-21T04:00:00Z"), "2026-11-21T18:30:00Z");
    }

    #[test]
    fn of_sixty_nights_seven_days_and_four_weeks_stay() {
        let first: Date = "2026-09-22".parse().unwrap();
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
        let mut kept: Vec<Archived> = Vec::new();
        for day in days.take(60) {
            kept.push(archived(&format!("{day}T02:30:00Z")));
            for gone in thinned_out(&kept, 7, &TimeZone::UTC, day, None) {
                kept.retain(|one| one.path != gone.path);
            }
        }
        let days: Vec<_> = kept.iter().map(|one| &one.path[..10]).collect();
        let expected =
            ["2026-11-01", "2026-11-08", "2026-11-14", "2026-11-15", "2026-11-16", "2026-11-17", "2026-11-18"];
        assert_eq!(days[..7], expected, "{days:?}");
        assert_eq!(days[7..], ["2026-11-19", "2026-11-20"]);
    }

    #[test]
    fn the_newest_and_the_one_that_was_restored_stay_however_old() {
        let kept: Vec<_> =
            ["2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z", "2025-02-01T01:00:00Z"].map(archived).into();
        let today = "2026-11-20".parse().unwrap();
        assert_eq!(thinned_out(&kept[..1], 0, &TimeZone::UTC, today, None), []);
        let going = thinned_out(&kept, 1, &TimeZone::UTC, today, None);
        assert_eq!(going, [kept[1].clone()]);
        assert_eq!(thinned_out(&kept, 1, &TimeZone::UTC, today, Some(&kept[1].path)), []);
    }

    #[test]
    fn all_of_today_stay() {
        let kept: Vec<_> = ["2026-11-20T01:00:00Z", "2026-11-20T02:00:00Z"].map(archived).into();
        assert_eq!(thinned_out(&kept, 7, &TimeZone::UTC, "2026-11-20".parse().unwrap(), None), []);
        assert_eq!(thinned_out(&kept, 7, &TimeZone::UTC, "2026-11-21".parse().unwrap(), None).len(), 1);
    }
}
