//! Clocks, relations, escalations, derivations and conversions: what they name is there and of the right type.

use std::collections::{BTreeMap, BTreeSet};

use crate::{ClockId, ClockRule, Counted, Derivation, EscalationTrigger, FieldId, FieldKind, RelationId, StateKind};

use super::{Check, flow};

impl Check<'_> {
    pub(super) fn clocks(&mut self) {
        let process = self.process;
        for (id, clock) in &process.clocks {
            let path = ["clocks", id.as_str()];
            if clock.runs_in.is_empty() {
                self.fault(&[&path[..], &["runs_in"]].concat(), "计时从不开始", "it never runs");
            }
            self.clock_states(&path, clock);
            if let Some(reason) = &clock.pause_reason {
                self.typed(&[&path[..], &["pause_reason"]].concat(), reason, &["choice"]);
            }
            let ascending = clock.warn_at.windows(2).all(|pair| pair[0] < pair[1]);
            if !ascending || clock.warn_at.iter().any(|share| !(1..=99).contains(share)) {
                self.fault(
                    &[&path[..], &["warn_at"]].concat(),
                    "`warn_at` 须为 1 到 99 之间递增的百分数",
                    "`warn_at` must be percents from 1 to 99, ascending",
                );
            }
        }
    }

    fn clock_states(&mut self, path: &[&str], clock: &ClockRule) {
        for (key, states) in [("runs_in", &clock.runs_in), ("pauses_in", &clock.pauses_in)] {
            for id in states {
                let path = [path, &[key, id.as_str()]].concat();
                self.state(&path, id);
                if self
                    .process
                    .states
                    .get(id)
                    .is_some_and(|state| state.kind.is_end() && state.kind != StateKind::InForce)
                {
                    self.fault(
                        &path,
                        &format!("计时不能在终态 `{id}` 中继续"),
                        &format!("no clock goes on in the end state `{id}`"),
                    );
                }
            }
        }
        for id in clock.pauses_in.iter().filter(|id| clock.runs_in.contains(id)) {
            let path = [path, &["pauses_in", id.as_str()]].concat();
            self.fault(&path, &format!("在 `{id}` 中既运行又暂停"), &format!("it both runs and pauses in `{id}`"));
        }
    }

    pub(super) fn words_for_customers(&mut self) {
        let process = self.process;
        for (index, told) in process.told.iter().enumerate() {
            let index = index.to_string();
            for id in &told.states {
                self.state(&["told", &index, "in", id.as_str()], id);
            }
        }
    }

    pub(super) fn relations(&mut self) {
        let process = self.process;
        for (id, relation) in &process.relations {
            let path = ["relations", id.as_str()];
            for target in &relation.to {
                self.other(&[&path[..], &["to", target.as_str()]].concat(), target);
            }
            if relation.to.is_empty() {
                self.fault(&[&path[..], &["to"]].concat(), "没有指向任何过程", "it points to no process");
            }
            if matches!(process.fields.get(id.as_str()).map(|field| &field.kind), Some(FieldKind::Reference { .. })) {
                self.fault(
                    &path,
                    &format!("引用字段 `{id}` 已有同名的关系"),
                    &format!("the reference field `{id}` already has the relation of that name"),
                );
            }
        }
    }

    pub(super) fn escalations(&mut self) {
        let process = self.process;
        for (index, escalation) in process.escalations.iter().enumerate() {
            let index = index.to_string();
            let path = ["escalations", index.as_str()];
            match &escalation.trigger {
                EscalationTrigger::Clock { clock, share } => {
                    let known = process.clocks.keys().map(ClockId::as_str);
                    self.known(&[&path[..], &["on", "clock"]].concat(), "计时", "clock", clock.as_str(), known);
                    if process.clocks.get(clock).is_some_and(|clock| *share != 100 && !clock.warn_at.contains(share)) {
                        self.fault(
                            &[&path[..], &["on", "share"]].concat(),
                            &format!("{share} 不在计时 `{clock}` 的 `warn_at` 中，也不是 100"),
                            &format!("{share} is neither 100 nor in `warn_at` of the clock `{clock}`"),
                        );
                    }
                }
                EscalationTrigger::Silence { minutes: 0 } => {
                    self.fault(&[&path[..], &["on", "silence_minutes"]].concat(), "须大于 0", "it must be above 0");
                }
                EscalationTrigger::Silence { .. } => {}
            }
            if escalation.to.is_empty() {
                self.fault(&[&path[..], &["to"]].concat(), "没有通知任何人", "it calls nobody");
            }
            self.holders(&[&path[..], &["to"]].concat(), &escalation.to);
            if let Some(field) = &escalation.sets {
                self.typed(&[&path[..], &["sets"]].concat(), field, &["boolean"]);
            }
        }
    }

    pub(super) fn derivations(&mut self) {
        let process = self.process;
        let mut copies: BTreeMap<&FieldId, Vec<&FieldId>> = BTreeMap::new();
        for (index, derivation) in process.derivations.iter().enumerate() {
            let index = index.to_string();
            let path = ["derivations", index.as_str()];
            match derivation {
                Derivation::Priority { impact, urgency, to, override_reason } => {
                    for (key, field) in [("impact", impact), ("urgency", urgency), ("to", to)] {
                        self.typed(&[&path[..], &["priority", key]].concat(), field, &["choice"]);
                    }
                    let path = [&path[..], &["priority", "override_reason"]].concat();
                    self.typed(&path, override_reason, &["text", "long_text"]);
                }
                Derivation::Copied { from, field, to } => {
                    self.copied(&[&path[..], &["copied"]].concat(), from, field, to);
                    if comes_back(&copies, to, from) {
                        self.fault(
                            &[&path[..], &["copied"]].concat(),
                            &format!("循环复制：`{from}` 自己取自 `{to}`"),
                            &format!("copied in a circle: `{from}` itself comes from `{to}`"),
                        );
                    }
                    copies.entry(from).or_default().push(to);
                }
                Derivation::Holidays { notice, year, to } => {
                    for (key, field, kind) in
                        [("notice", notice, "long_text"), ("year", year, "integer"), ("to", to, "table")]
                    {
                        self.typed(&[&path[..], &["holidays", key]].concat(), field, &[kind]);
                    }
                }
                Derivation::Answers { item, form, to, version } => {
                    self.answers(&[&path[..], &["answers"]].concat(), item, [form, to], version);
                }
                Derivation::Counted(counted) => self.counted(&[&path[..], &["counted"]].concat(), counted),
            }
        }
    }

    fn counted(&mut self, path: &[&str], counted: &Counted) {
        let outcome = [("open", &counted.open, "integer"), ("progress", &counted.progress, "text")];
        let Some(table) = self.typed(&[path, &["from"]].concat(), &counted.from, &["table"]) else { return };
        for (key, field, kind) in outcome {
            let at = [path, &[key]].concat();
            let Some(field) = self.typed(&at, field, &[kind]) else { continue };
            if !field.derived || (table.internal && !field.internal) {
                self.fault(
                    &at,
                    &format!("`{}` 须为 `derived`，并与 `{}` 一样内部可见", field.id, table.id),
                    &format!("`{}` must be `derived`, and as internal as `{}`", field.id, table.id),
                );
            }
        }
        let FieldKind::Table { columns } = &table.kind else { return };
        let needed = [
            ("column", &counted.column, "boolean"),
            ("by", &counted.by, "reference"),
            ("at", &counted.at, "timestamp"),
        ];
        for (key, column, kind) in needed {
            let at = [path, &[key]].concat();
            self.known(&at, "列", "column", column.as_str(), columns.keys().map(FieldId::as_str));
            if columns.get(column).is_some_and(|column| column.kind.word() != kind) {
                self.fault(
                    &at,
                    &format!("列 `{column}` 须为 `{kind}`"),
                    &format!("the column `{column}` must be `{kind}`"),
                );
            }
        }
    }

    fn copied(&mut self, path: &[&str], from: &FieldId, field: &FieldId, to: &FieldId) {
        let into = self.field(&[path, &["to"]].concat(), to);
        let Some(reference) = self.typed(&[path, &["from"]].concat(), from, &["reference"]) else { return };
        let FieldKind::Reference { to: targets } = &reference.kind else { return };
        let at = [path, &["field"]].concat();
        let targets: Vec<_> = targets.iter().filter_map(|id| self.definitions.processes.get(id)).collect();
        // A reference may point to records of several processes: those that have the field bring it.
        let known = targets.iter().flat_map(|target| target.fields.keys().map(FieldId::as_str));
        self.known(&at, "字段", "field", field.as_str(), known);
        for target in targets {
            let Some(source) = target.fields.get(field) else { continue };
            if into.is_some_and(|into| !flow::holds(&source.kind, &into.kind)) {
                self.fault(
                    &at,
                    &format!("`{}` 的字段 `{field}` 的值放不进 `{to}`", target.id),
                    &format!("what `{field}` of `{}` holds doesn't fit `{to}`", target.id),
                );
            }
        }
    }

    /// Merging and splitting: they end in an end, and their relations tie records of the process itself.
    pub(super) fn merging(&mut self) {
        let process = self.process;
        if let Some(merging) = &process.merges {
            let end = ["merges", "end"];
            self.state(&end, &merging.end);
            if process.states.get(&merging.end).is_some_and(|state| !state.kind.is_end()) {
                let (zh, en) = (format!("`{}` 不是终态", merging.end), format!("`{}` is no end state", merging.end));
                self.fault(&end, &zh, &en);
            }
            self.ties(&["merges", "relation"], &merging.relation);
        }
        if let Some(splitting) = &process.splits {
            for field in &splitting.fields {
                self.field(&["splits", "fields", field.as_str()], field);
            }
            self.ties(&["splits", "relation"], &splitting.relation);
        }
    }

    /// A relation of the process between its own records.
    fn ties(&mut self, path: &[&str], relation: &RelationId) {
        let process = self.process;
        let known = process.relations.keys().map(RelationId::as_str);
        self.known(path, "关系", "relation", relation.as_str(), known);
        if process.relations.get(relation).is_some_and(|found| !found.to.contains(&process.id)) {
            self.fault(
                path,
                &format!("关系 `{relation}` 不能指向 `{}`", process.id),
                &format!("the relation `{relation}` can't point to `{}`", process.id),
            );
        }
    }

    pub(super) fn conversions(&mut self) {
        let process = self.process;
        for (index, conversion) in process.converts.iter().enumerate() {
            let index = index.to_string();
            let path = ["converts", index.as_str()];
            let end = [&path[..], &["end"]].concat();
            self.state(&end, &conversion.end);
            if process.states.get(&conversion.end).is_some_and(|state| !state.kind.is_end()) {
                self.fault(
                    &end,
                    &format!("`{}` 不是终态", conversion.end),
                    &format!("`{}` is no end state", conversion.end),
                );
            }
            for field in &conversion.fields {
                self.field(&[&path[..], &["fields", field.as_str()]].concat(), field);
            }
            let Some(target) = self.other(&[&path[..], &["to"]].concat(), &conversion.to) else { continue };
            let at = [&path[..], &["relation"]].concat();
            let known = target.relations.keys().map(RelationId::as_str);
            self.known(&at, "关系", "relation", conversion.relation.as_str(), known);
            if target.relations.get(&conversion.relation).is_some_and(|relation| !relation.to.contains(&process.id)) {
                self.fault(
                    &at,
                    &format!("`{}` 的关系 `{}` 不能指向 `{}`", target.id, conversion.relation, process.id),
                    &format!(
                        "the relation `{}` of `{}` can't point to `{}`",
                        conversion.relation, target.id, process.id
                    ),
                );
            }
        }
    }
}

/// Whether `goal` is copied, over whatever steps, from `start`; a field is from itself.
fn comes_back<'a>(copies: &BTreeMap<&'a FieldId, Vec<&'a FieldId>>, start: &'a FieldId, goal: &FieldId) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![start];
    while let Some(field) = ahead.pop() {
        if field == goal {
            return true;
        }
        if seen.insert(field) {
            ahead.extend(copies.get(field).into_iter().flatten().copied());
        }
    }
    false
}
