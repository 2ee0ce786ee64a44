//! How far a year is, in one line that is written over; in a log, a line now and then.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use yuheng_simulation::{Progress, Stage};

/// How often it is told how far it is: on a terminal, and in a log.
const TOLD: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(5)];
/// How wide the bar is.
const WIDTH: u64 = 30;

/// How far it is.
pub struct Bar {
    began: Instant,
    acting: Option<Instant>,
    told: Option<Instant>,
    last: Option<Progress>,
    acted: Duration,
    is_terminal: bool,
}

impl Bar {
    pub fn new() -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        Self { began: Instant::now(), acting: None, told: None, last: None, acted: Duration::ZERO, is_terminal }
    }

    /// Takes in how far it is, and tells it if that was not just told.
    pub fn tell(&mut self, stage: Stage) {
        match stage {
            Stage::Founding => {}
            Stage::Acting(progress) => self.act(progress),
            Stage::Writing => {
                // Whoever saw it begin sees it come to its end.
                if let (Some(last), Some(began)) = (self.last.take().filter(|_| self.told.is_some()), self.acting) {
                    self.print(&line(last, began.elapsed()));
                }
                self.say("Writing what is left …");
            }
            Stage::Ending => {
                self.acted = self.acting.map_or(Duration::ZERO, |began| began.elapsed());
                self.say("Bringing in what stands at the year's end …");
            }
        }
    }

    fn act(&mut self, progress: Progress) {
        let acting = *self.acting.get_or_insert_with(Instant::now);
        self.last = Some(progress);
        let pause = TOLD[usize::from(!self.is_terminal)];
        if self.told.unwrap_or(self.began).elapsed() >= pause {
            self.told = Some(Instant::now());
            self.print(&line(progress, acting.elapsed()));
        }
    }

    /// Says what is done now, to whoever was told how far it is.
    pub fn say(&self, what: &str) {
        if self.told.is_some() {
            self.print(what);
        }
    }

    fn print(&self, line: &str) {
        if self.is_terminal {
            print!("\r{line}\x1b[K");
            std::io::stdout().flush().ok();
        } else {
            println!("{line}");
        }
    }

    /// Takes the line away; for how long it was acted out and written.
    pub fn end(&self) -> Duration {
        if self.is_terminal && self.told.is_some() {
            print!("\r\x1b[K");
        }
        self.acted
    }
}

/// The line. Once all has begun, what is left are the steps that are still to come of it, and nobody knows for how long.
fn line(Progress { begun, of, entries, due }: Progress, passed: Duration) -> String {
    let (filled, left) = (begun.saturating_mul(WIDTH) / of.max(1), of.saturating_sub(begun));
    let bar: String = (0..WIDTH).map(|place| if place < filled { '█' } else { '░' }).collect();
    let rate = rate(entries, passed);
    if left == 0 && due > 0 {
        return format!("{bar} all {of} have begun, {due} steps of them are still to come, {rate} entries a second");
    }
    let seconds = passed.as_secs().saturating_mul(left) / begun.max(1);
    format!("{bar} {begun} of {of}, {rate} entries a second, {seconds} s left")
}

/// How many entries there were in a second.
pub fn rate(entries: u64, passed: Duration) -> u64 {
    let milliseconds = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX).max(1);
    entries.saturating_mul(1000) / milliseconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_is_left_and_what_is_done_once_all_has_begun() {
        let at = |begun, due| line(Progress { begun, of: 300, entries: 900, due }, Duration::from_secs(3));
        assert_eq!(
            at(100, 40),
            format!("{}{} 100 of 300, 300 entries a second, 6 s left", "█".repeat(10), "░".repeat(20))
        );
        let whole = "█".repeat(30);
        assert_eq!(
            at(300, 40),
            format!("{whole} all 300 have begun, 40 steps of them are still to come, 300 entries a second")
        );
        assert_eq!(at(300, 0), format!("{whole} 300 of 300, 300 entries a second, 0 s left"));
    }
}
