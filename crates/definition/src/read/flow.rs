//! The flow: states, transitions and the approvals before them.

use indexmap::IndexMap;

use crate::tree::{Node, Shape};
use crate::vocabulary;
use crate::{
    After, CommentNeed, Field, FieldId, FieldKind, Holder, Opening, Party, ProcessId, RoleId, SetTo, State, StateId,
    StateKind, Transition, TransitionId, Wait,
};

use super::Reader;
use super::process::Frame;

const KINDS: &[(&str, StateKind)] = &[
    ("draft", StateKind::Draft),
    ("open", StateKind::Open),
    ("waiting", StateKind::Waiting),
    ("resolved", StateKind::Resolved),
    ("closed", StateKind::Closed),
    ("cancelled", StateKind::Cancelled),
    ("in_force", StateKind::InForce),
    ("retired", StateKind::Retired),
];

const COMMENTS: &[(&str, CommentNeed)] = &[
    ("optional", CommentNeed::Optional),
    ("optional_public", CommentNeed::OptionalPublic),
    ("public", CommentNeed::Public),
    ("internal", CommentNeed::Internal),
];

const SETS: &[(&str, SetTo)] = &[
    ("empty", SetTo::Empty),
    ("actor", SetTo::Actor),
    ("actor_department", SetTo::ActorDepartment),
    ("now", SetTo::Now),
    ("today", SetTo::Today),
    ("next", SetTo::Next),
];

impl Reader {
    /// The states; the first is where a record begins.
    pub fn states(&mut self, node: Option<&Node>) -> IndexMap<StateId, State> {
        self.named(node)
            .map(|(id, node)| {
                let id = StateId::from(id);
                let entries = self.section(node, &vocabulary::STATE);
                let (label, kind) = (entries.need("label", self), entries.need("kind", self));
                let label = self.label(label);
                let kind = self.word(kind, KINDS).unwrap_or(StateKind::Open);
                (id.clone(), State { id, label, kind })
            })
            .collect()
    }

    /// The transitions of the process that `frame` belongs to.
    pub fn transitions(&mut self, node: Option<&Node>, frame: &Frame<'_>) -> IndexMap<TransitionId, Transition> {
        self.named(node).map(|(id, node)| (TransitionId::from(id), self.transition(id, node, frame))).collect()
    }

    fn transition(&mut self, id: &str, node: &Node, frame: &Frame<'_>) -> Transition {
        let entries = self.section(node, &vocabulary::TRANSITION);
        let label = entries.need("label", self);
        let from = entries.need("from", self);
        let to = entries.get("to");
        Transition {
            id: TransitionId::from(id),
            label: self.label(label),
            ask: entries.get("ask").map(|ask| self.label(Some(ask))),
            from: self.words(from),
            to: to.map(|to| StateId::from(self.text(Some(to)))),
            stays: self.words(entries.get("stays")),
            by: self.holders(entries.get("by")),
            requires: self.words(entries.get("requires")),
            asks: self.words(entries.get("asks")),
            comment: self.word(entries.get("comment"), COMMENTS).unwrap_or_default(),
            not_same_as: self.parties(entries.get("not_same_as")),
            when: self.expression(entries.get("when"), &frame.schema),
            otherwise: entries.get("otherwise").map(|said| self.label(Some(said))),
            approval: entries.get("approval").map(|approval| self.approval(approval)),
            after: entries.get("after").and_then(|after| self.after(after)),
            sets: self.sets(entries.get("sets"), frame.fields),
            tells: self.holders(entries.get("tells")),
            opens: entries.get("opens").map(|opens| self.opening(opens)),
            waits_for: self.list(entries.get("waits_for")).iter().filter_map(|wait| self.wait(wait)).collect(),
            outgoing: false,
        }
    }

    fn opening(&mut self, node: &Node) -> Opening {
        let entries = self.section(node, &vocabulary::OPENS);
        let [rows, process, part_of] = ["rows", "process", "part_of"].map(|key| entries.need(key, self));
        Opening {
            rows: FieldId::from(self.text(rows)),
            process: ProcessId::from(self.text(process)),
            part_of: FieldId::from(self.text(part_of)),
            in_order: entries.get("in_order").map(|field| FieldId::from(self.text(Some(field)))),
        }
    }

    fn wait(&mut self, node: &Node) -> Option<Wait> {
        let text = self.text(Some(node));
        if let Some(field) = text.strip_prefix('@') {
            return Some(Wait::Named(FieldId::from(field)));
        }
        if let Some((process, field)) = text.split_once('.') {
            return Some(Wait::Naming(ProcessId::from(process), FieldId::from(field)));
        }
        self.shape(node, "\"@字段\" 或 \"过程.字段\"", "\"@field\" or \"process.field\"");
        None
    }

    /// Who may: roles, and reference fields written `@assignee`.
    pub fn holders(&mut self, node: Option<&Node>) -> Vec<Holder> {
        self.words::<String>(node)
            .into_iter()
            .map(|word| match word.strip_prefix('@') {
                Some(field) => Holder::Field(FieldId::from(field)),
                None => Holder::Role(RoleId::from(word)),
            })
            .collect()
    }

    pub(super) fn parties(&mut self, node: Option<&Node>) -> Vec<Party> {
        self.list(node).iter().filter_map(|item| self.party(item)).collect()
    }

    fn party(&mut self, node: &Node) -> Option<Party> {
        let text = self.text(Some(node));
        if let Some(field) = text.strip_prefix('@') {
            return Some(Party::Field(FieldId::from(field)));
        }
        match text.split_once(':') {
            Some(("doer", transition)) => return Some(Party::DoerOf(TransitionId::from(transition))),
            Some(("voter", transition)) => return Some(Party::VoterOn(TransitionId::from(transition))),
            None if text == "opener" => return Some(Party::Opener),
            _ => {}
        }
        if !text.is_empty() {
            self.problems.add(
                &node.place,
                &format!("`{text}` 不是参与者：可写 \"@字段\"、\"opener\"、\"doer:转换\" 或 \"voter:转换\""),
                &format!(
                    "`{text}` names no party: write \"@field\", \"opener\", \"doer:transition\" or \"voter:transition\""
                ),
            );
        }
        None
    }

    fn after(&mut self, node: &Node) -> Option<After> {
        let entries = self.section(node, &vocabulary::AFTER);
        let given = ["business_minutes", "working_days", "day", "day_after", "answer"];
        let given: Vec<_> = given.into_iter().filter_map(|key| Some((key, entries.get(key)?))).collect();
        let after = match given.as_slice() {
            [("business_minutes", minutes)] => self.number(Some(minutes)).map(After::BusinessMinutes),
            [("working_days", days)] => self.number(Some(days)).map(After::WorkingDays),
            [("day", day)] => Some(After::Day(FieldId::from(self.text(Some(day))))),
            [("day_after", day)] => Some(After::DayAfter(FieldId::from(self.text(Some(day))))),
            [("answer", answer)] if self.truth(Some(answer)) => Some(After::Answer),
            _ => {
                self.shape(
                    node,
                    "`business_minutes`、`working_days`、`day`、`day_after`、`answer = true` 之一",
                    "one of `business_minutes`, `working_days`, `day`, `day_after` and `answer = true`",
                );
                return None;
            }
        };
        if matches!(after, Some(After::BusinessMinutes(0) | After::WorkingDays(0))) {
            self.shape(node, "大于 0 的时长", "a length of time above 0");
        }
        after
    }

    fn sets(&mut self, node: Option<&Node>, fields: &IndexMap<FieldId, Field>) -> Vec<(FieldId, SetTo)> {
        self.named(node)
            .filter_map(|(id, node)| {
                let kind = fields.get(id).map(|field| &field.kind);
                Some((FieldId::from(id), self.set(node, kind)?))
            })
            .collect()
    }

    fn set(&mut self, node: &Node, kind: Option<&FieldKind>) -> Option<SetTo> {
        if let Shape::Text(word) = &node.shape {
            let found = SETS.iter().find(|(known, _)| known == word).map(|(_, set)| set.clone());
            if found.is_none() {
                self.problems.unknown(&node.place, "取值", "value", word, SETS.iter().map(|(known, _)| *known));
            }
            return found;
        }
        let entries = self.section(node, &vocabulary::SET);
        match (entries.get("value"), entries.get("field")) {
            (Some(value), None) => self.fitting(value, kind?).map(SetTo::Value),
            (None, Some(field)) => Some(SetTo::Field(FieldId::from(self.text(Some(field))))),
            _ => {
                self.shape(node, "`value` 或 `field` 之一", "one of `value` and `field`");
                None
            }
        }
    }
}
