//! What runs beside the flow: clocks, relations, escalations, derivations, conversions.

use indexmap::IndexMap;

use crate::expression::Schema;
use crate::tree::Node;
use crate::vocabulary;
use crate::{
    ClockId, ClockRule, Conversion, Counted, Derivation, Escalation, EscalationKind, EscalationTrigger, FieldId,
    Merging, ProcessId, RelationId, RelationType, Splitting, StateId, Told,
};

use super::Reader;

const ESCALATIONS: &[(&str, EscalationKind)] = &[
    ("functional", EscalationKind::Functional),
    ("hierarchic", EscalationKind::Hierarchic),
    ("customer", EscalationKind::Customer),
];

impl Reader {
    /// The clocks.
    pub fn clocks(&mut self, node: Option<&Node>) -> IndexMap<ClockId, ClockRule> {
        self.named(node)
            .map(|(id, node)| {
                let id = ClockId::from(id);
                let entries = self.section(node, &vocabulary::CLOCK);
                let (label, runs_in) = (entries.need("label", self), entries.need("runs_in", self));
                let warn_at = self.list(entries.get("warn_at"));
                let clock = ClockRule {
                    id: id.clone(),
                    label: self.label(label),
                    promise: entries.get("promise").map(|promise| self.label(Some(promise))),
                    runs_in: self.words(runs_in),
                    pauses_in: self.words(entries.get("pauses_in")),
                    pause_reason: entries.get("pause_reason").map(|field| FieldId::from(self.text(Some(field)))),
                    resumes: self.truth(entries.get("resumes")),
                    warn_at: warn_at.iter().filter_map(|share| self.number(Some(share))).collect(),
                };
                (id, clock)
            })
            .collect()
    }

    /// What customers are told.
    pub fn told(&mut self, node: Option<&Node>, schema: &Schema) -> Vec<Told> {
        self.list(node)
            .iter()
            .map(|node| {
                let entries = self.section(node, &vocabulary::TOLD);
                let (states, says) = (entries.need("in", self), entries.need("says", self));
                Told {
                    states: self.words(states),
                    when: self.expression(entries.get("when"), schema),
                    says: self.label(says),
                    turn: self.truth(entries.get("turn")),
                }
            })
            .collect()
    }

    /// The types of relation.
    pub fn relations(&mut self, node: Option<&Node>) -> IndexMap<RelationId, RelationType> {
        self.named(node)
            .map(|(id, node)| {
                let id = RelationId::from(id);
                let entries = self.section(node, &vocabulary::RELATION);
                let [label, inverse, to] = ["label", "inverse", "to"].map(|key| entries.need(key, self));
                let relation = RelationType {
                    id: id.clone(),
                    label: self.label(label),
                    inverse: self.label(inverse),
                    to: self.words(to),
                    impact: self.truth(entries.get("impact")),
                };
                (id, relation)
            })
            .collect()
    }

    /// The escalations.
    pub fn escalations(&mut self, node: Option<&Node>) -> Vec<Escalation> {
        self.list(node).iter().filter_map(|node| self.escalation(node)).collect()
    }

    fn escalation(&mut self, node: &Node) -> Option<Escalation> {
        let entries = self.section(node, &vocabulary::ESCALATION);
        let [on, kind, to] = ["on", "kind", "to"].map(|key| entries.need(key, self));
        let trigger = on.and_then(|on| self.trigger(on));
        let to = self.holders(to);
        let kind = self.word(kind, ESCALATIONS);
        let sets = entries.get("sets").map(|field| FieldId::from(self.text(Some(field))));
        Some(Escalation { trigger: trigger?, kind: kind?, to, sets })
    }

    fn trigger(&mut self, node: &Node) -> Option<EscalationTrigger> {
        let entries = self.section(node, &vocabulary::TRIGGER);
        match (entries.get("clock"), entries.get("share"), entries.get("silence_minutes")) {
            (Some(clock), Some(share), None) => Some(EscalationTrigger::Clock {
                clock: ClockId::from(self.text(Some(clock))),
                share: self.number(Some(share))?,
            }),
            (None, None, Some(minutes)) => Some(EscalationTrigger::Silence { minutes: self.number(Some(minutes))? }),
            _ => {
                self.shape(
                    node,
                    "`clock` 和 `share`，或 `silence_minutes`",
                    "`clock` and `share`, or `silence_minutes`",
                );
                None
            }
        }
    }

    /// The derivations, in order.
    pub fn derivations(&mut self, node: Option<&Node>) -> Vec<Derivation> {
        self.list(node).iter().filter_map(|node| self.derivation(node)).collect()
    }

    fn derivation(&mut self, node: &Node) -> Option<Derivation> {
        let entries = self.section(node, &vocabulary::DERIVATION);
        let kinds = ["priority", "copied", "answers", "holidays", "counted"].map(|kind| entries.get(kind));
        match kinds {
            [Some(node), None, None, None, None] => {
                let entries = self.section(node, &vocabulary::PRIORITY);
                let [impact, urgency, to, override_reason] =
                    ["impact", "urgency", "to", "override_reason"].map(|key| {
                        let field = entries.need(key, self);
                        FieldId::from(self.text(field))
                    });
                Some(Derivation::Priority { impact, urgency, to, override_reason })
            }
            [None, None, None, None, Some(node)] => Some(Derivation::Counted(self.counted(node))),
            [None, Some(node), None, None, None] => {
                let entries = self.section(node, &vocabulary::COPIED);
                let [from, field, to] = ["from", "field", "to"].map(|key| {
                    let field = entries.need(key, self);
                    FieldId::from(self.text(field))
                });
                Some(Derivation::Copied { from, field, to })
            }
            [None, None, Some(node), None, None] => {
                let entries = self.section(node, &vocabulary::ANSWERS);
                let [item, form, to, version] = ["item", "form", "to", "version"].map(|key| {
                    let field = entries.need(key, self);
                    FieldId::from(self.text(field))
                });
                Some(Derivation::Answers { item, form, to, version })
            }
            [None, None, None, Some(node), None] => {
                let entries = self.section(node, &vocabulary::HOLIDAYS);
                let [notice, year, to] = ["notice", "year", "to"].map(|key| {
                    let field = entries.need(key, self);
                    FieldId::from(self.text(field))
                });
                Some(Derivation::Holidays { notice, year, to })
            }
            _ => {
                self.shape(
                    node,
                    "`priority`、`copied`、`answers`、`holidays`、`counted` 之一",
                    "one of `priority`, `copied`, `answers`, `holidays` and `counted`",
                );
                None
            }
        }
    }

    fn counted(&mut self, node: &Node) -> Counted {
        let entries = self.section(node, &vocabulary::COUNTED);
        let [from, column, by, at, open, progress] = ["from", "column", "by", "at", "open", "progress"].map(|key| {
            let field = entries.need(key, self);
            FieldId::from(self.text(field))
        });
        Counted { from, column, by, at, open, progress }
    }

    /// How several records become one.
    pub fn merging(&mut self, node: &Node) -> Merging {
        let entries = self.section(node, &vocabulary::MERGING);
        let [end, relation] = ["end", "relation"].map(|key| entries.need(key, self));
        Merging { end: StateId::from(self.text(end)), relation: RelationId::from(self.text(relation)) }
    }

    /// How one record becomes two.
    pub fn splitting(&mut self, node: &Node) -> Splitting {
        let entries = self.section(node, &vocabulary::SPLITTING);
        let [fields, relation] = ["fields", "relation"].map(|key| entries.need(key, self));
        Splitting { fields: self.words(fields), relation: RelationId::from(self.text(relation)) }
    }

    /// What a record can be turned into.
    pub fn conversions(&mut self, node: Option<&Node>) -> Vec<Conversion> {
        self.list(node)
            .iter()
            .map(|node| {
                let entries = self.section(node, &vocabulary::CONVERSION);
                let [to, end, fields, relation] =
                    ["to", "end", "fields", "relation"].map(|key| entries.need(key, self));
                Conversion {
                    to: ProcessId::from(self.text(to)),
                    end: StateId::from(self.text(end)),
                    fields: self.words(fields),
                    relation: RelationId::from(self.text(relation)),
                }
            })
            .collect()
    }
}
