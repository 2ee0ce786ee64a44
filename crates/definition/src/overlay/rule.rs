//! What an overlay may change of what is there: key by key, the only place that says so. Something new it gives whole.

/// How an overlay may change a key.
#[derive(Debug)]
pub(super) enum Rule {
    /// At will.
    Free,
    /// Not at all.
    Fixed,
    /// Only where it isn't given yet.
    Once,
    /// To true only.
    Raise,
    /// A list that may only grow.
    More,
    /// The same, of fields that must be filled: `asks` asks for them no longer.
    Demand,
    /// A list that may only shrink.
    Fewer,
    /// An expression: the overlay's must hold as well.
    Both,
    /// A list of tables: the overlay's come after.
    Append,
    /// Parts by id.
    Named(&'static Part),
    /// A part of its own.
    Keys(&'static Part),
    /// Lists by id, which may only grow.
    Masks,
}

/// A part that has keys.
#[derive(Debug)]
pub(super) struct Part {
    /// What it is called.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// The key that something new can't be without; none: it is only a label.
    pub mark: Option<&'static str>,
    /// Its keys; none: it is replaced as a whole.
    pub keys: &'static [(&'static str, Rule)],
    /// Keys that say the same in another way: those of one list take the place of the others'.
    pub instead: &'static [&'static [&'static str]],
}

pub(super) static PROCESS: Part = Part {
    zh: "过程",
    en: "process",
    mark: Some("prefix"),
    keys: &[
        ("label", Rule::Free),
        ("ask", Rule::Free),
        ("purpose", Rule::Free),
        ("group", Rule::Free),
        ("lifetime", Rule::Fixed),
        ("prefix", Rule::Fixed),
        ("owner", Rule::Fixed),
        ("content", Rule::Fixed),
        ("title", Rule::Fixed),
        ("list", Rule::Free),
        ("clauses", Rule::More),
        ("fields", Rule::Named(&FIELD)),
        ("states", Rule::Named(&STATE)),
        ("transitions", Rule::Named(&TRANSITION)),
        ("clocks", Rule::Named(&CLOCK)),
        ("relations", Rule::Named(&RELATION)),
        ("escalations", Rule::Append),
        ("derivations", Rule::Append),
        ("converts", Rule::Append),
        ("merges", Rule::Fixed),
        ("splits", Rule::Fixed),
        ("grants", Rule::Append),
        ("masks", Rule::Masks),
        ("renamed_states", Rule::Fixed),
        ("told", Rule::Append),
        ("with", Rule::Fixed),
    ],
    instead: &[],
};

static FIELD: Part = Part {
    zh: "字段",
    en: "field",
    mark: Some("type"),
    keys: &[
        ("label", Rule::Free),
        ("ask", Rule::Free),
        ("help", Rule::Free),
        ("type", Rule::Fixed),
        ("max", Rule::Free),
        ("min", Rule::Free),
        ("options", Rule::Named(&OPTION)),
        ("to", Rule::More),
        ("columns", Rule::Named(&FIELD)),
        ("format", Rule::Fixed),
        ("required", Rule::Raise),
        ("default", Rule::Free),
        ("default_at", Rule::Free),
        ("default_for", Rule::Free),
        ("indexed", Rule::Free),
        ("search", Rule::Free),
        ("personal", Rule::Raise),
        ("internal", Rule::Raise),
        ("derived", Rule::Fixed),
        ("fixed", Rule::Raise),
        ("not_actor", Rule::Raise),
        ("keeps_customer", Rule::Raise),
        ("by_step", Rule::Raise),
        ("unique", Rule::Raise),
        ("retired", Rule::Raise),
    ],
    instead: &[],
};

static OPTION: Part = Part { zh: "选项", en: "option", mark: None, keys: &[], instead: &[] };

static STATE: Part = Part {
    zh: "状态",
    en: "state",
    mark: Some("kind"),
    keys: &[("label", Rule::Free), ("kind", Rule::Fixed)],
    instead: &[],
};

static TRANSITION: Part = Part {
    zh: "转换",
    en: "transition",
    mark: Some("from"),
    keys: &[
        ("label", Rule::Free),
        ("ask", Rule::Free),
        ("from", Rule::Fixed),
        ("to", Rule::Fixed),
        ("stays", Rule::Fixed),
        ("by", Rule::Fewer),
        ("requires", Rule::Demand),
        ("asks", Rule::More),
        ("comment", Rule::Once),
        ("not_same_as", Rule::More),
        ("when", Rule::Both),
        ("otherwise", Rule::Free),
        ("approval", Rule::Keys(&APPROVAL)),
        ("after", Rule::Fixed),
        ("sets", Rule::Fixed),
        ("tells", Rule::More),
        ("opens", Rule::Fixed),
        ("waits_for", Rule::Fixed),
    ],
    instead: &[],
};

static APPROVAL: Part = Part {
    zh: "审批",
    en: "approval",
    mark: None,
    keys: &[
        ("by", Rule::Fewer),
        ("form", Rule::Fixed),
        ("share", Rule::Fixed),
        ("steps", Rule::Free),
        ("not_same_as", Rule::More),
        ("covers", Rule::Fixed),
        ("may", Rule::Fewer),
        ("copies", Rule::More),
    ],
    // What it asks for then is held against what was asked for: no less.
    instead: &[&["by", "form", "share"], &["steps"]],
};

static CLOCK: Part = Part {
    zh: "计时",
    en: "clock",
    mark: Some("runs_in"),
    keys: &[
        ("label", Rule::Free),
        ("promise", Rule::Free),
        ("runs_in", Rule::More),
        ("pauses_in", Rule::More),
        ("pause_reason", Rule::Once),
        ("resumes", Rule::Fixed),
        ("warn_at", Rule::More),
    ],
    instead: &[],
};

static RELATION: Part = Part {
    zh: "关系",
    en: "relation",
    mark: Some("to"),
    keys: &[("label", Rule::Free), ("inverse", Rule::Free), ("to", Rule::More), ("impact", Rule::Fixed)],
    instead: &[],
};

pub(super) static ROLE: Part = Part {
    zh: "角色",
    en: "role",
    mark: Some("label"),
    keys: &[
        ("label", Rule::Free),
        ("purpose", Rule::Free),
        ("for_contacts", Rule::Fixed),
        ("held_by_contacts", Rule::Fixed),
        ("held_by_staff", Rule::Fixed),
        ("administers", Rule::Fixed),
        ("founds", Rule::Fixed),
        ("grants", Rule::Fixed),
    ],
    instead: &[],
};

pub(super) static GROUP: Part = Part { zh: "导航组", en: "group", mark: None, keys: &[], instead: &[] };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{self, Section};

    #[test]
    fn every_key_has_a_rule() {
        let pairs: [(&Section, &Part); 8] = [
            (&vocabulary::PROCESS, &PROCESS),
            (&vocabulary::FIELD, &FIELD),
            (&vocabulary::STATE, &STATE),
            (&vocabulary::TRANSITION, &TRANSITION),
            (&vocabulary::APPROVAL, &APPROVAL),
            (&vocabulary::CLOCK, &CLOCK),
            (&vocabulary::RELATION, &RELATION),
            (&vocabulary::ROLE, &ROLE),
        ];
        for (section, part) in pairs {
            let ruled: Vec<&str> = part.keys.iter().map(|(key, _)| *key).collect();
            assert_eq!(ruled, section.keys, "{}", section.name);
        }
    }
}
