//! The thread that writes. It takes whatever waits, up to 128 jobs, runs each in a savepoint of one transaction,
//! commits once, and only then answers.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::{Connection, ErrorCode};
use tokio::sync::oneshot;

use super::connection::{failed, run, settle};
use crate::commit::found::{Found, Verdict};
use crate::commit::seal::seal;
use crate::commit::{Committed, Request, Sealed, reads::reads, statements::statements};
use crate::dialect::Dialect;
use crate::row::Row;
use crate::sql::Sql;
use crate::{CommitError, StorageError};

/// How many jobs share a commit.
const GROUP: usize = 128;

/// Something to be written, and where the answer goes.
pub enum Job {
    /// A write set.
    Commit(Arc<Request>, oneshot::Sender<Result<Committed, CommitError>>),
    /// Statements.
    Batch(Vec<Sql>, oneshot::Sender<Result<Vec<Vec<Row>>, StorageError>>),
    /// All of before, on disk.
    Settle(oneshot::Sender<Result<(), StorageError>>),
    /// Nothing any more: the answer comes when the connection is closed.
    Close(oneshot::Sender<()>),
}

/// The way to the thread.
#[derive(Debug)]
pub struct Writer {
    jobs: Sender<Job>,
}

/// An answer that waits for the commit.
enum Answer {
    Commit(Committed, oneshot::Sender<Result<Committed, CommitError>>),
    Batch(Vec<Vec<Row>>, oneshot::Sender<Result<Vec<Vec<Row>>, StorageError>>),
    Refusal(CommitError, oneshot::Sender<Result<Committed, CommitError>>),
}

impl Writer {
    /// Starts the thread. It ends when the writer is dropped.
    pub fn start(connection: Connection) -> Result<Self, StorageError> {
        let (jobs, waiting) = channel();
        let thread = std::thread::Builder::new().name("store-writer".to_owned());
        let started = thread.spawn(move || {
            let closed = Thread { connection, stopped: false }.serve(&waiting);
            // By now the connection is closed.
            closed.map(|told| told.send(()))
        });
        started.map_err(|source| StorageError::File {
            attempted: "starting the thread that writes",
            path: std::path::PathBuf::new(),
            source,
        })?;
        Ok(Self { jobs })
    }

    /// Gives the thread something to do.
    pub fn send(&self, job: Job) -> Result<(), StorageError> {
        self.jobs.send(job).map_err(|_| StorageError::Stopped)
    }
}

/// What a group that failed has left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    /// Nothing: the disk is full.
    Full,
    /// Nothing.
    Nothing,
    /// Nobody knows before the next start.
    Unknown,
}

/// Why a write set leaves nothing behind.
enum Unwritten {
    /// It has been written before.
    Replay(Committed),
    /// It may not be written.
    Refused(CommitError),
}

impl<T: Into<CommitError>> From<T> for Unwritten {
    fn from(error: T) -> Self {
        Self::Refused(error.into())
    }
}

struct Thread {
    connection: Connection,
    /// A write to disk failed: what it left there is not known, and nothing may be written on top of it.
    stopped: bool,
}

impl Thread {
    /// Serves until it is told to close, or nobody is left; whoever told so is to hear of it.
    fn serve(mut self, waiting: &Receiver<Job>) -> Option<oneshot::Sender<()>> {
        while let Ok(first) = waiting.recv() {
            let (mut group, mut closing) = (Vec::new(), None);
            let mut next = Some(first);
            while let Some(job) = next.take() {
                match job {
                    Job::Close(told) => closing = Some(told),
                    job => group.push(job),
                }
                if group.len() < GROUP && closing.is_none() {
                    next = waiting.try_recv().ok();
                }
            }
            let (group, settling): (Vec<Job>, Vec<Job>) =
                group.into_iter().partition(|job| !matches!(job, Job::Settle(_)));
            if !group.is_empty() {
                self.group(group);
            }
            for job in settling {
                if let Job::Settle(sender) = job {
                    drop(sender.send(settle(&self.connection)));
                }
            }
            if closing.is_some() {
                self.checkpoint();
                return closing;
            }
        }
        None
    }

    /// Brings what is in the write-ahead log into the database's file. What a failed write left behind is left alone.
    fn checkpoint(&self) {
        if self.stopped {
            return;
        }
        let done = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = done.map_err(failed("emptying the write-ahead log")) {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the write-ahead log stays: the next start reads it"
            );
        }
    }

    fn group(&mut self, group: Vec<Job>) {
        if !self.begin() {
            group.into_iter().for_each(Job::refuse);
            return;
        }
        let mut answers = Vec::with_capacity(group.len());
        let mut last = Vec::new();
        let is_alone = group.len() == 1;
        let mut jobs = group.into_iter();
        for job in jobs.by_ref() {
            self.job(job, is_alone, &mut answers, &mut last);
            if self.connection.is_autocommit() {
                break; // The error rolled the whole transaction back.
            }
        }
        let done = if self.connection.is_autocommit() { Err(StorageError::ReadOnly) } else { self.finish(&last) };
        match done {
            Ok(()) => answers.into_iter().for_each(Answer::succeed),
            Err(error) => {
                let failure = match error {
                    StorageError::ReadOnly => Failure::Full,
                    // What a write to disk left behind is read at the next start, and may turn out to be whole.
                    _ if self.stopped => Failure::Unknown,
                    _ => Failure::Nothing,
                };
                tracing::error!(error = &error as &dyn std::error::Error, "a group of writes failed");
                answers.into_iter().for_each(|answer| answer.fail(failure));
            }
        }
        jobs.for_each(Job::refuse);
    }

    /// Begins the transaction of a group; whether it did.
    fn begin(&self) -> bool {
        if self.stopped {
            return false;
        }
        let begun = self.connection.execute_batch("BEGIN IMMEDIATE").map_err(failed("beginning a transaction"));
        if let Err(error) = &begun {
            tracing::error!(error = error as &dyn std::error::Error, "a group of writes could not begin");
        }
        begun.is_ok()
    }

    /// Writes the rows of the full-text index, and commits.
    fn finish(&mut self, last: &[Sql]) -> Result<(), StorageError> {
        let written = last.iter().try_for_each(|sql| run(&self.connection, sql).map(|_| ()));
        let done = written.and_then(|()| self.connection.execute_batch("COMMIT").map_err(failed("committing")));
        if let Err(error) = &done {
            if let StorageError::Sqlite { source, .. } = error {
                self.stopped = source.sqlite_error_code() == Some(ErrorCode::SystemIoFailure);
            }
            if !self.connection.is_autocommit() && self.connection.execute_batch("ROLLBACK").is_err() {
                self.stopped = true;
            }
        }
        done
    }

    fn job(&self, job: Job, is_alone: bool, answers: &mut Vec<Answer>, last: &mut Vec<Sql>) {
        match job {
            Job::Commit(request, sender) => match self.undoable(is_alone, || self.commit(&request)) {
                Ok((committed, more)) => {
                    last.extend(more);
                    answers.push(Answer::Commit(committed, sender));
                }
                // These wait with the others: the answer may rest on what they are writing, and whoever is refused for it
                // looks again, and has to find it.
                Err(Unwritten::Replay(committed)) => answers.push(Answer::Commit(committed, sender)),
                Err(Unwritten::Refused(error)) => answers.push(Answer::Refusal(error, sender)),
            },
            Job::Batch(batch, sender) => {
                let work = || batch.iter().map(|sql| run(&self.connection, sql)).collect::<Result<_, _>>();
                match self.undoable(is_alone, work) {
                    Ok(rows) => answers.push(Answer::Batch(rows, sender)),
                    Err(error) => drop(sender.send(Err(error))),
                }
            }
            // It is no part of a group.
            Job::Settle(sender) => drop(sender.send(Err(StorageError::Stopped))),
            // It is taken out of its group before.
            Job::Close(sender) => drop(sender.send(())),
        }
    }

    /// Runs `work`: when it fails, nothing of it stays. Alone in its group it has the transaction for that, and is spared the
    /// savepoint: SQLite keeps the old pages of one in a list that it walks at the end of each statement, which took half the
    /// time of a transaction of thousands of rows.
    fn undoable<T, E: From<StorageError>>(&self, is_alone: bool, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if !is_alone {
            return self.savepoint(work);
        }
        let done = work();
        if done.is_err() && !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK; BEGIN IMMEDIATE").map_err(failed("rolling back"))?;
        }
        done
    }

    /// Runs `work` in a savepoint: when it fails, nothing of it stays.
    fn savepoint<T, E: From<StorageError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let run = |sql: &'static str| {
            self.connection.prepare_cached(sql).and_then(|mut sql| sql.execute([])).map_err(failed("a savepoint"))
        };
        run("SAVEPOINT job")?;
        let done = work();
        if done.is_err() && !self.connection.is_autocommit() && run("ROLLBACK TO job").is_err() {
            // Half a job must not be committed with its group: nothing of the group is.
            self.connection.execute_batch("ROLLBACK").map_err(failed("rolling back"))?;
        }
        if !self.connection.is_autocommit() {
            run("RELEASE job")?;
        }
        done
    }

    fn commit(&self, request: &Request) -> Result<(Committed, Vec<Sql>), Unwritten> {
        let mut found = Found::default();
        for read in reads(request) {
            found.take(&read.what, run(&self.connection, &read.sql)?)?;
        }
        if let Verdict::Replay(committed) = found.judge(request)? {
            return Err(Unwritten::Replay(committed));
        }
        let sealed = seal(request, &found, &mut request.salting.of(&request.set))?;
        let all = statements(request, &found, &sealed, Dialect::Sqlite)?;
        for sql in &all.first {
            run(&self.connection, sql)?;
        }
        let records = sealed.iter().map(Sealed::of).collect();
        let status = request.options.idempotency.as_ref().map(|key| key.status);
        Ok((Committed { records, replayed: false, status }, all.last))
    }
}

impl Job {
    /// Nothing was done: the transaction didn't begin, or was rolled back before this one's turn.
    fn refuse(self) {
        match self {
            Self::Commit(_, sender) => drop(sender.send(Err(CommitError::Storage(StorageError::Stopped)))),
            Self::Batch(_, sender) => drop(sender.send(Err(StorageError::Stopped))),
            Self::Settle(sender) => drop(sender.send(Err(StorageError::Stopped))),
            Self::Close(sender) => drop(sender.send(())),
        }
    }
}

impl Answer {
    fn succeed(self) {
        // Whoever asked may have gone; what was written stays written.
        match self {
            Self::Commit(committed, sender) => drop(sender.send(Ok(committed))),
            Self::Batch(rows, sender) => drop(sender.send(Ok(rows))),
            Self::Refusal(error, sender) => drop(sender.send(Err(error))),
        }
    }

    fn fail(self, failure: Failure) {
        let error = || if failure == Failure::Full { StorageError::ReadOnly } else { StorageError::Stopped };
        match self {
            Self::Commit(_, sender) if failure == Failure::Unknown => drop(sender.send(Err(CommitError::Unknown))),
            Self::Commit(_, sender) => drop(sender.send(Err(error().into()))),
            Self::Batch(_, sender) => drop(sender.send(Err(error()))),
            Self::Refusal(refusal, sender) => drop(sender.send(Err(refusal))),
        }
    }
}
