//! Each number from 1 to its process's counter is a record, or one that was removed.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::whole::Rowless;
use super::{Bad, Listed, Report};

/// The numbers seen so far.
pub struct Numbers {
    counters: BTreeMap<String, u64>,
    rowless: Rowless,
    process: String,
    /// The letters before the numbers, from the last label seen.
    prefix: String,
    /// The next number to be seen.
    next: u64,
    /// The greatest of each process, with its label.
    greatest: BTreeMap<String, (u64, String)>,
}

impl Numbers {
    /// None seen yet, of those that were given when the look began.
    pub fn new(counters: BTreeMap<String, u64>, rowless: Rowless) -> Self {
        let (process, prefix) = (String::new(), String::new());
        Self { counters, rowless, process, prefix, next: 1, greatest: BTreeMap::new() }
    }

    /// Sees a record; they come in the order of process and number.
    pub fn see(&mut self, listed: &Listed, report: &mut Report) {
        if self.process != listed.process {
            self.end_process(report);
            self.process.clone_from(&listed.process);
            (self.prefix, self.next) = (String::new(), 1);
        }
        let prefix = listed.label.trim_end_matches(|digit: char| digit.is_ascii_digit());
        if self.prefix.is_empty() {
            prefix.clone_into(&mut self.prefix);
        }
        let number = listed.number.unsigned_abs();
        let given = self.counters.get(&self.process).copied().unwrap_or_default();
        if listed.number >= 1 {
            self.miss_until(number.min(given + 1), report);
            self.next = self.next.max(number.saturating_add(1));
        }
        self.greatest.insert(self.process.clone(), (number, listed.label.clone()));
    }

    /// Ends, with the counters as they are now: records that came meanwhile have raised them.
    pub fn end(mut self, counters: &BTreeMap<String, u64>, report: &mut Report) {
        self.end_process(report);
        let seen = &self.greatest;
        let unseen: Vec<String> =
            self.counters.keys().filter(|process| !seen.contains_key(*process)).cloned().collect();
        for process in unseen {
            self.prefix = format!("{process} ");
            (self.process, self.next) = (process, 1);
            self.end_process(report);
        }
        for (process, (number, label)) in self.greatest {
            if number > counters.get(&process).copied().unwrap_or_default() {
                report.add(Bad::of(label, None, None, &Fault::NumberTooMany));
            }
        }
        for bad in self.rowless.rest() {
            report.add(bad);
        }
    }

    fn end_process(&mut self, report: &mut Report) {
        let given = self.counters.get(&self.process).copied().unwrap_or_default();
        self.miss_until(given.saturating_add(1), report);
    }

    fn miss_until(&mut self, end: u64, report: &mut Report) {
        while self.next < end && !report.is_full() {
            match self.rowless.take(&self.process, self.next) {
                Some(None) => {}
                Some(Some(bad)) => report.add(bad),
                None => {
                    let label = format!("{}{:07}", self.prefix, self.next);
                    report.add(Bad::of(label, None, None, &Fault::NumberMissing));
                }
            }
            self.next += 1;
        }
    }
}
