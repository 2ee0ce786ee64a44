//! Canonical bytes to the entry that they say. Whatever this program would not have written is refused.

use std::collections::BTreeMap;

use yuheng_definition::FieldId;
use yuheng_engine::{Asking, Clock, ClockEvent, RecordId, Signer};

use super::entry::{
    ApprovalChange, ApprovalState, Attached, Changed, Entry, ErasedValue, FORMAT, Opened, Related, Unrelated, VoteState,
};
use super::words::{
    Fields, as_bool, as_count, as_hash, as_id, as_instant, as_int, as_pinned, as_share, as_text, from_word,
    to_audience, to_form, to_outcome,
};
use crate::StorageError;
use crate::cbor::Item;

impl Entry {
    /// The entry that `bytes` say.
    ///
    /// # Errors
    /// When they are not the canonical bytes of an entry in a format that this program knows.
    pub fn decode(bytes: &[u8]) -> Result<Self, StorageError> {
        let item = Item::decode(bytes)?;
        let entry = read(&Fields(&item))?;
        // Keys that the format doesn't know would get lost: nothing may stand in an entry that isn't read.
        if entry.encode() == bytes { Ok(entry) } else { Err(corrupt("an entry holds more than its format knows")) }
    }
}

fn corrupt(what: &str) -> StorageError {
    StorageError::Corrupt(what.to_owned())
}

fn read(fields: &Fields<'_>) -> Result<Entry, StorageError> {
    let format = fields.get("format", as_int)?;
    if format != FORMAT {
        return Err(StorageError::Corrupt(format!("an entry of format {format}; this program knows format {FORMAT}")));
    }
    Ok(Entry {
        record: fields.get("record", as_id)?,
        n: fields.get("n", as_count)?,
        version: fields.get("version", as_count)?,
        prev: fields.get("prev", as_hash)?,
        at: fields.get("at", as_instant)?,
        opened: opened(fields)?,
        action: from_word(fields.get("action", as_text)?)?,
        actor: fields.get("actor", as_id)?,
        on_behalf_of: fields.optional("on_behalf_of", as_id)?,
        door: from_word(fields.get("door", as_text)?)?,
        definition: fields.get("definition", as_text)?.to_owned(),
        open: fields.optional("open", as_bool)?,
        resolved_at: changed_instant(fields, "resolved_at")?,
        closed_at: changed_instant(fields, "closed_at")?,
        moved: fields.optional("moved", moved)?,
        transition: fields.optional("transition", as_text)?.map(Into::into),
        changes: changes(fields)?,
        comment: comment(fields)?,
        reason: fields.optional("reason", as_hash)?,
        clocks: fields.list("clocks", clock_event)?,
        clock_states: fields
            .pairs("clock_states")?
            .iter()
            .map(|(id, item)| {
                Ok((id.as_str().into(), if *item == Item::Null { None } else { Some(clock_state(item)?) }))
            })
            .collect::<Result<_, StorageError>>()?,
        approval: fields.optional("approval", as_id)?,
        approvals: fields.list("approvals", approval_change)?,
        vote: fields.0.get("vote").map(vote).transpose()?,
        related: fields.list("related", related)?,
        unrelated: fields.list("unrelated", unrelated)?,
        attached: fields.list("attached", attached)?,
        erased: fields.list("erased", erased)?,
        digest: fields.optional("digest", as_hash)?,
    })
}

fn opened(fields: &Fields<'_>) -> Result<Option<Opened>, StorageError> {
    let Some(process) = fields.optional("process", as_text)? else { return Ok(None) };
    Ok(Some(Opened {
        process: process.into(),
        number: fields.get("number", as_count)?,
        label: fields.get("label", as_text)?.to_owned(),
        state: fields.get("state", as_text)?.into(),
        by: fields.get("opened_by", as_id)?,
    }))
}

fn changed_instant(fields: &Fields<'_>, key: &str) -> Result<Option<Option<jiff::Timestamp>>, StorageError> {
    match fields.0.get(key) {
        None => Ok(None),
        Some(_) => fields.optional(key, as_instant).map(Some),
    }
}

fn moved(item: &Item) -> Option<(yuheng_definition::StateId, yuheng_definition::StateId)> {
    match item {
        Item::List(pair) => match pair.as_slice() {
            [from, to] => Some((as_text(from)?.into(), as_text(to)?.into())),
            _ => None,
        },
        _ => None,
    }
}

fn changes(fields: &Fields<'_>) -> Result<BTreeMap<FieldId, Changed>, StorageError> {
    let changed = |item: &Item| match item {
        Item::Null => Some(Changed::Emptied),
        Item::Bytes(_) => as_hash(item).map(Changed::Committed),
        other => other.to_value().map(Changed::Plain),
    };
    let pairs = fields.pairs("changes")?.iter();
    pairs
        .map(|(field, item)| {
            let content = changed(item).ok_or_else(|| corrupt("a change holds what no value is"))?;
            Ok((field.as_str().into(), content))
        })
        .collect()
}

fn comment(fields: &Fields<'_>) -> Result<Option<(yuheng_engine::Audience, crate::state::Hash)>, StorageError> {
    let Some(item) = fields.0.get("comment") else { return Ok(None) };
    let comment = Fields(item);
    Ok(Some((to_audience(comment.get("audience", as_text)?)?, comment.get("body", as_hash)?)))
}

fn clock_event(item: &Item) -> Result<ClockEvent, StorageError> {
    let fields = Fields(item);
    Ok(ClockEvent {
        clock: fields.get("clock", as_text)?.into(),
        event: from_word(fields.get("event", as_text)?)?,
        share: fields.optional("share", as_share)?,
        due_at: fields.optional("due", as_instant)?,
        target_seconds: fields.get("target", as_int)?,
        used_seconds: fields.get("used", as_int)?,
        calendar: fields.optional("calendar", as_pinned)?,
        agreement: fields.optional("agreement", as_pinned)?,
        reason: fields.optional("reason", as_text)?.map(str::to_owned),
    })
}

fn clock_state(item: &Item) -> Result<Clock, StorageError> {
    let fields = Fields(item);
    Ok(Clock {
        state: from_word(fields.get("state", as_text)?)?,
        started_at: fields.get("started", as_instant)?,
        since: fields.get("since", as_instant)?,
        used_seconds: fields.get("used", as_int)?,
        target_seconds: fields.get("target", as_int)?,
        calendar: fields.optional("calendar", as_pinned)?,
        agreement: fields.optional("agreement", as_pinned)?,
        target_row: fields.optional("row", as_text)?.map(str::to_owned),
        due_at: fields.optional("due", as_instant)?,
        next_at: None,
        warned: 0,
        stopped_at: fields.optional("stopped", as_instant)?,
        breached_at: fields.optional("breached", as_instant)?,
        pause_reason: fields.optional("reason", as_text)?.map(str::to_owned),
    })
}

fn approval_change(item: &Item) -> Result<ApprovalChange, StorageError> {
    let fields = Fields(item);
    let id = fields.get("id", as_id)?;
    let outcome = to_outcome(fields.get("outcome", as_text)?)?;
    let Some(transition) = fields.optional("transition", as_text)? else {
        let asking = if fields.0.get("step").is_some() { Some(asking(item)?) } else { None };
        let (signers, copies) = (fields.list("signers", signer)?, fields.list("copies", person)?);
        return Ok(ApprovalChange::Stands { id, outcome, asking, signers, copies });
    };
    Ok(ApprovalChange::Asked(ApprovalState {
        id,
        transition: transition.into(),
        asked_by: fields.get("asked_by", as_id)?,
        asked_at: fields.get("asked_at", as_instant)?,
        form: to_form(fields.get("form", as_text)?, fields.optional("share", as_share)?)?,
        voters: fields.list("voters", person)?,
        values: fields.optional("values", as_hash)?,
        outcome,
        votes: fields.list("votes", vote)?,
        steps: fields.list("steps", |step| Ok(as_text(step).ok_or_else(|| corrupt("a step is no text"))?.into()))?,
        step: fields.optional("step", as_text)?.map(Into::into),
        earlier: fields.list("earlier", asking)?,
        signers: fields.list("signers", signer)?,
        copies: fields.list("copies", person)?,
    }))
}

fn asking(item: &Item) -> Result<Asking, StorageError> {
    let fields = Fields(item);
    Ok(Asking {
        step: fields.get("step", as_text)?.into(),
        form: to_form(fields.get("form", as_text)?, fields.optional("share", as_share)?)?,
        voters: fields.list("voters", person)?,
    })
}

fn signer(item: &Item) -> Result<Signer, StorageError> {
    let fields = Fields(item);
    Ok(Signer {
        person: fields.get("person", as_id)?,
        by: fields.get("by", as_id)?,
        deputy: fields.optional("deputy", as_id)?,
        at: fields.get("at", as_instant)?,
        how: from_word(fields.get("how", as_text)?)?,
        step: fields.optional("step", as_text)?.map(Into::into),
        round: u32::try_from(fields.get("round", as_count)?).map_err(|_| corrupt("a round is no small number"))?,
    })
}

fn person(item: &Item) -> Result<RecordId, StorageError> {
    as_id(item).ok_or_else(|| corrupt("a person is no identity"))
}

fn vote(item: &Item) -> Result<VoteState, StorageError> {
    let fields = Fields(item);
    Ok(VoteState {
        voter: fields.get("voter", as_id)?,
        deputy: fields.optional("deputy", as_id)?,
        at: fields.get("at", as_instant)?,
        agrees: fields.get("agrees", as_bool)?,
        opinion: fields.optional("opinion", as_hash)?,
        step: fields.optional("step", as_text)?.map(Into::into),
        to_step: fields.optional("to_step", as_text)?.map(Into::into),
    })
}

fn related(item: &Item) -> Result<Related, StorageError> {
    let fields = Fields(item);
    Ok(Related {
        id: fields.get("id", as_id)?,
        kind: fields.get("kind", as_text)?.into(),
        target: fields.get("target", as_id)?,
        ordinal: fields.get("ordinal", as_count)?,
    })
}

fn unrelated(item: &Item) -> Result<Unrelated, StorageError> {
    let fields = Fields(item);
    Ok(Unrelated { id: fields.get("id", as_id)?, ordinal: fields.get("ordinal", as_count)? })
}

fn attached(item: &Item) -> Result<Attached, StorageError> {
    let fields = Fields(item);
    Ok(Attached {
        id: fields.get("id", as_id)?,
        digest: fields.get("digest", as_text)?.to_owned(),
        name: fields.get("name", as_hash)?,
        media_type: fields.get("media_type", as_text)?.to_owned(),
        size: fields.get("size", as_count)?,
        audience: to_audience(fields.get("audience", as_text)?)?,
        ordinal: fields.get("ordinal", as_count)?,
    })
}

fn erased(item: &Item) -> Result<ErasedValue, StorageError> {
    let fields = Fields(item);
    Ok(ErasedValue { n: fields.get("n", as_count)?, item: fields.get("item", as_text)?.to_owned() })
}
