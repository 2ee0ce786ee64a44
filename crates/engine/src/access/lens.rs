//! How far an actor sees into records, worked out once for many records of a process.

use std::collections::BTreeSet;

use yuheng_definition::expression::{Node, evaluate};
use yuheng_definition::{Action, FieldId, Process};

use super::scope::{self, Arm};
use crate::{Context, Record, RecordFacts};

/// How far the actor sees into a record that it sees, or may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insight {
    /// The fields that it neither sees nor sets: internal ones without the right to see those, and what every grant by
    /// which it sees the record (or may open one) masks.
    pub masked: BTreeSet<FieldId>,
    /// Whether it sees the provider's own words: notes, refusals, the opinions of voters.
    pub internal: bool,
}

/// What the actor sees of a process's records: bound to the actor and the moment, so that each record is only asked.
pub struct Lens<'c> {
    ctx: Context<'c>,
    process: &'c Process,
    seen: Node,
    views: Vec<Arm>,
    internal: Node,
    /// The same for whoever looks through the actor's eyes.
    viewer: Option<Box<Lens<'c>>>,
}

impl Insight {
    /// How far two see who see no more than either.
    fn shared_with(self, other: Self) -> Self {
        Self { masked: &self.masked | &other.masked, internal: self.internal && other.internal }
    }
}

impl<'c> Lens<'c> {
    /// What the actor of `ctx` sees of the records of `process`.
    #[must_use]
    pub fn new(ctx: &Context<'c>, process: &'c Process) -> Self {
        let seen = scope::scope(ctx, process, Action::View);
        let internal = scope::scope(ctx, process, Action::ViewInternal);
        let viewer = ctx.of_viewer().map(|viewer| Box::new(Lens::new(&viewer, process)));
        Self { ctx: *ctx, process, seen, views: scope::arms(ctx, process, Action::View).collect(), internal, viewer }
    }

    /// How far the actor sees into a record; none: it doesn't see it.
    #[must_use]
    pub fn insight(&self, record: &Record) -> Option<Insight> {
        let is_seen = evaluate(&self.seen, &RecordFacts::of(&self.ctx, Some(record))).holds();
        is_seen.then(|| self.within(record))
    }

    fn within(&self, record: &Record) -> Insight {
        let facts = RecordFacts::of(&self.ctx, Some(record));
        let applying = self.views.iter().filter(|arm| evaluate(&arm.node, &facts).holds());
        let own = of(&self.ctx, self.process, applying, evaluate(&self.internal, &facts).holds());
        match &self.viewer {
            Some(viewer) => own.shared_with(viewer.within(record)),
            None => own,
        }
    }
}

/// How far the actor sees into a record, whether it sees it or not; without one, into those that it may open.
#[must_use]
pub fn insight(ctx: &Context, process: &Process, record: Option<&Record>) -> Insight {
    let Some(record) = record else {
        let opens: Vec<Arm> = scope::arms(ctx, process, Action::Create).collect();
        return of(ctx, process, opens.iter(), super::may(ctx, process, None, Action::ViewInternal).is_ok());
    };
    Lens::new(ctx, process).within(record)
}

fn of<'a>(ctx: &Context, process: &Process, arms: impl Iterator<Item = &'a Arm>, internal: bool) -> Insight {
    if ctx.actor.is_system() {
        return Insight { masked: BTreeSet::new(), internal: true };
    }
    let mut masked = arms.map(|arm| arm.mask.clone()).reduce(|all, more| &all & &more).unwrap_or_default();
    if !internal {
        masked.extend(process.fields.values().filter(|field| field.internal).map(|field| field.id.clone()));
    }
    Insight { masked, internal }
}
