//! Nodes tell each other who came and left: by the clock of the database that they share, for their own differ.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use yuheng_store::{OpenTab, PRESENCE_READ, Stay, Store};

use super::Board;
use crate::Result;

/// Tells the other nodes what has been noted on `board`, all of it together, and learns of theirs. `machine` is the clock of this
/// node's machine. What could not be told is told the next time.
pub(super) async fn exchange(board: &Board, store: &Store, machine: impl Fn() -> Timestamp) -> Result<()> {
    let noted = board.take();
    let told = tell(store, &noted, machine()).await;
    if told.is_err() {
        board.put_back(noted);
    }
    let (found, ahead) = told?;
    if board.becomes_full(found.len() >= PRESENCE_READ) {
        tracing::warn!(tabs = found.len(), "more tabs are open than nodes tell each other of");
    }
    let here = found.into_iter().map(|(tab, stay)| (tab, stay.shifted(-ahead)));
    board.learn(here.collect(), machine());
    Ok(())
}

/// Writes what was `noted` and reads what all nodes have; with by how much the database's clock is ahead of this machine's.
async fn tell(
    store: &Store,
    noted: &BTreeMap<OpenTab, Option<Stay>>,
    machine: Timestamp,
) -> Result<(Vec<(OpenTab, Stay)>, SignedDuration)> {
    let now = store.clock().await?;
    let ahead = now.duration_since(machine);
    let shifted = noted.iter().map(|(tab, stay)| (tab.clone(), stay.map(|stay| stay.shifted(ahead))));
    store.note_presence(&shifted.collect()).await?;
    Ok((store.presence(now).await?, ahead))
}

#[cfg(test)]
mod tests;
