//! What a running program has said so far, on standard output and in its log.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long a program may be silent while something is waited for.
const SILENCE: Duration = Duration::from_secs(300);

/// What a program has said so far. Clones listen to the same program.
#[derive(Clone, Debug, Default)]
pub struct Said(Arc<(Mutex<Heard>, Condvar)>);

#[derive(Debug, Default)]
struct Heard {
    lines: Vec<String>,
    open: usize,
}

impl Said {
    /// Listens to a stream of the program until it ends.
    pub fn listen(&self, stream: impl Read + Send + 'static) {
        self.change(|heard| heard.open += 1);
        let said = self.clone();
        std::thread::spawn(move || {
            let lines = BufReader::new(stream).lines().map_while(Result::ok);
            lines.for_each(|line| said.change(|heard| heard.lines.push(line)));
            said.change(|heard| heard.open -= 1);
        });
    }

    /// Everything so far.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).lines.join("\n")
    }

    /// What `find` makes of the first line in which it finds something; none when the program ends without it, or says nothing
    /// at all for so long that it won't: a test that fails tells more than one that hangs.
    pub fn wait<T>(&self, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (heard, changed) = &*self.0;
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(found) = heard.lines.iter().find_map(|line| find(line)) {
                return Some(found);
            }
            if heard.open == 0 {
                return None;
            }
            let waited = changed.wait_timeout(heard, SILENCE).unwrap_or_else(PoisonError::into_inner);
            if waited.1.timed_out() {
                return None;
            }
            heard = waited.0;
        }
    }

    fn change(&self, change: impl FnOnce(&mut Heard)) {
        change(&mut self.0.0.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.1.notify_all();
    }
}
