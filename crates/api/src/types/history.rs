//! A record's history, relations and clocks explained, on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::records::history::HistoryPage;
use yuheng_app::records::relations::RelationView;
use yuheng_app::view::References;
use yuheng_app::{Attached, FieldChange, HistoryEntry, Told};
use yuheng_definition::Process;
use yuheng_engine::ClockEvent;

use super::approval::{Signer, Vote, signer, vote};
use super::reference::{Reference, reference};
use super::text::Text;
use super::value::{FieldValue, field_value};
use super::words::{Audience, ClockEventKind, Direction, Door};

/// A page of a history.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// The entries, oldest first.
    pub items: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A history entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entry {
    n: u64,
    version: u64,
    at: String,
    actor: Option<Reference>,
    on_behalf_of: Option<Reference>,
    door: Door,
    /// What happened, as the history's format has it.
    #[schema(value_type = String)]
    action: yuheng_engine::EntryAction,
    transition: Option<String>,
    from: Option<String>,
    to: Option<String>,
    changes: Vec<Change>,
    comment: Option<CommentSaid>,
    /// Why, in the words of whoever did it.
    reason: Option<String>,
    /// Why, in the words of the program: what was refused, why it was escalated, what was taken away.
    told: Option<Text>,
    clocks: Vec<ClockHappening>,
    approval: Option<String>,
    vote: Option<Vote>,
    /// The step that the approval has come to by it.
    to_step: Option<String>,
    /// Who came in by it.
    signers: Vec<Signer>,
    /// Who is told of the approval from now on.
    copies: Vec<Reference>,
    related: Vec<Related>,
    attached: Vec<EntryFile>,
}

/// A file that came with an entry and is still there.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryFile {
    id: String,
    name: String,
    media_type: String,
    audience: Audience,
}

/// A field's change.
#[derive(Debug, Serialize, ToSchema)]
pub struct Change {
    field: String,
    #[schema(value_type = Option<Object>)]
    from: Option<FieldValue>,
    #[schema(value_type = Option<Object>)]
    to: Option<FieldValue>,
    /// A value has been erased since.
    erased: bool,
}

/// Something said.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentSaid {
    body: Option<String>,
    audience: Audience,
    erased: bool,
    /// Those who stand in it as `@` and a number, as far as their names may be told.
    mentioned: Vec<Reference>,
}

/// What happened to a clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockHappening {
    clock: String,
    event: ClockEventKind,
    share: Option<u8>,
    due_at: Option<String>,
    target_minutes: i64,
    used_minutes: i64,
    reason: Option<String>,
}

/// A relation drawn.
#[derive(Debug, Serialize, ToSchema)]
pub struct Related {
    kind: String,
    record: Reference,
}

/// A page of a record's relations.
#[derive(Debug, Serialize, ToSchema)]
pub struct Relations {
    /// The relations: those that go out, then those that point to the record.
    pub items: Vec<RelationLink>,
    /// Where the next page begins; absent on the last.
    pub next: Option<String>,
}

/// A relation of a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelationLink {
    id: String,
    kind: String,
    direction: Direction,
    /// Whether the one at its target goes on at its source: it was converted into it, or merged.
    is_conversion: bool,
    /// Whether the one at its source was split from the one at its target.
    is_split: bool,
    label: Text,
    record: Reference,
    from: String,
    until: Option<String>,
}

/// Why a clock is due when it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockExplained {
    /// The clock.
    pub id: String,
    /// The zone by whose wall clock the lines are told.
    pub zone: String,
    /// The reasons, line by line.
    pub lines: Vec<Text>,
}

/// When so much of a service calendar's time is used up.
#[derive(Debug, Serialize, ToSchema)]
pub struct Deadline {
    /// The instant; absent when the calendar never has so much.
    pub due_at: Option<String>,
    /// The time until then.
    pub pieces: Vec<Piece>,
    /// The years that it was counted through whose public holidays the calendar should follow and does not know: those were counted
    /// by their plain weeks.
    pub missing_years: Vec<i16>,
}

/// A piece of the time until a deadline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Piece {
    /// Its begin.
    pub from: String,
    /// Its end.
    pub until: String,
    /// Whether it counts.
    pub counted: bool,
    /// Why it counts, or doesn't.
    pub why: Text,
}

impl From<&HistoryPage> for History {
    fn from(page: &HistoryPage) -> Self {
        Self { items: page.entries.iter().map(|it| entry(it, page)).collect(), next: page.next.map(|n| n.to_string()) }
    }
}

impl From<&RelationView> for RelationLink {
    fn from(view: &RelationView) -> Self {
        Self {
            id: view.relation.id.to_string(),
            kind: view.relation.kind.to_string(),
            direction: if view.is_outgoing { Direction::Out } else { Direction::In },
            is_conversion: view.is_conversion,
            is_split: view.is_split,
            label: Text::from(&view.label),
            record: Reference::from(&view.other),
            from: view.relation.from.to_string(),
            until: view.relation.until.map(|at| at.to_string()),
        }
    }
}

fn entry(entry: &HistoryEntry, page: &HistoryPage) -> Entry {
    let HistoryPage { process, references, .. } = page;
    let told = page.told.get(&entry.n);
    let mentioned = page.mentioned.get(&entry.n).into_iter().flatten();
    let related = entry.related.iter().filter_map(|related| {
        Some(Related { kind: related.kind.to_string(), record: reference(references, related.target)? })
    });
    Entry {
        n: entry.n,
        version: entry.version,
        at: entry.at.to_string(),
        actor: reference(references, entry.actor),
        on_behalf_of: entry.on_behalf_of.and_then(|id| reference(references, id)),
        door: entry.door.into(),
        action: entry.action,
        transition: entry.transition.as_ref().map(ToString::to_string),
        from: entry.moved.as_ref().map(|(from, _)| from.to_string()),
        to: entry.moved.as_ref().map(|(_, to)| to.to_string()),
        changes: entry.changes.iter().map(|it| change(it, process, references)).collect(),
        comment: entry.comment.as_ref().map(|(audience, told)| CommentSaid {
            body: value(told).cloned(),
            audience: (*audience).into(),
            erased: matches!(told, Told::Erased),
            mentioned: mentioned.filter_map(|id| reference(references, *id)).collect(),
        }),
        reason: entry.reason.as_ref().and_then(value).cloned(),
        told: told.map(Text::from),
        clocks: entry.clocks.iter().map(clock_event).collect(),
        approval: entry.approval.map(|id| id.to_string()),
        vote: entry.vote.as_ref().map(|it| vote(it, references)),
        to_step: entry.approving.to_step.as_ref().map(ToString::to_string),
        signers: entry.approving.signers.iter().map(|it| signer(it, None, references)).collect(),
        copies: entry.approving.copies.iter().filter_map(|id| reference(references, *id)).collect(),
        related: related.collect(),
        attached: entry.attached.iter().filter_map(file).collect(),
    }
}

fn file((attached, name): &(Attached, Told<String>)) -> Option<EntryFile> {
    Some(EntryFile {
        id: attached.id.to_string(),
        name: value(name)?.clone(),
        media_type: attached.media_type.clone(),
        audience: attached.audience.into(),
    })
}

const fn value<T>(told: &Told<T>) -> Option<&T> {
    match told {
        Told::Value(value) => Some(value),
        Told::Erased => None,
    }
}

fn change(change: &FieldChange, process: &Process, references: &References) -> Change {
    let field = process.fields.get(&change.field);
    let side = |told: &Option<Told<yuheng_definition::Value>>| {
        let stored = value(told.as_ref()?)?;
        match field {
            Some(field) => field_value(field, stored, references),
            None => Some(FieldValue::Plain(stored.clone())),
        }
    };
    let erased = |told: &Option<Told<_>>| matches!(told, Some(Told::Erased));
    Change {
        field: change.field.to_string(),
        from: side(&change.from),
        to: side(&change.to),
        erased: erased(&change.from) || erased(&change.to),
    }
}

fn clock_event(event: &ClockEvent) -> ClockHappening {
    ClockHappening {
        clock: event.clock.to_string(),
        event: event.event.into(),
        share: event.share,
        due_at: event.due_at.map(|at| at.to_string()),
        target_minutes: event.target_seconds / 60,
        used_minutes: event.used_seconds / 60,
        reason: event.reason.clone(),
    }
}

/// A file of a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentLink {
    id: String,
    name: String,
    media_type: String,
    size: u64,
    audience: Audience,
    at: String,
}

impl From<&yuheng_app::AttachedFile> for AttachmentLink {
    fn from(file: &yuheng_app::AttachedFile) -> Self {
        Self {
            id: file.attachment.id.to_string(),
            name: file.attachment.name.clone(),
            media_type: file.attachment.media_type.clone(),
            size: file.attachment.size,
            audience: file.attachment.audience.into(),
            at: file.at.to_string(),
        }
    }
}
