//! The closed vocabulary of the definitions: every section and every key that the loader takes. The tables in
//! `definitions/README.md`, in `definitions/OVERLAY.md` and beside standards and templates say the same; a test holds them equal.

/// A section of a definition: a table with keys of its own.
#[derive(Debug)]
pub(crate) struct Section {
    /// What it is called in the README.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [&'static str],
}

macro_rules! sections {
    ($($constant:ident = $name:literal: $($key:literal)*;)*) => {
        $(pub(crate) static $constant: Section = Section { name: $name, keys: &[$($key),*] };)*

        /// All of them.
        #[cfg(test)]
        pub(crate) static SECTIONS: &[&Section] = &[$(&$constant),*];
    };
}

sections! {
    PROCESS = "process": "label" "ask" "purpose" "group" "lifetime" "prefix" "owner" "content" "title" "list" "clauses"
        "fields" "states" "transitions" "clocks" "relations" "escalations" "derivations" "converts" "merges"
        "splits" "grants" "masks" "renamed_states" "told" "with";
    LABEL = "label": "zh" "en";
    FIELD = "field": "label" "ask" "help" "type" "max" "min" "options" "to" "columns" "format" "required" "default"
        "default_at" "default_for" "indexed" "search" "personal" "internal" "derived" "fixed" "not_actor" "keeps_customer"
        "by_step" "unique" "retired";
    DEFAULT_AT = "default_at": "api" "program";
    STATE = "state": "label" "kind";
    TRANSITION = "transition": "label" "ask" "from" "to" "stays" "by" "requires" "asks" "comment" "not_same_as" "when"
        "otherwise" "approval" "after" "sets" "tells" "opens" "waits_for";
    OPENS = "opens": "rows" "process" "part_of" "in_order";
    APPROVAL = "approval": "by" "form" "share" "steps" "not_same_as" "covers" "may" "copies";
    APPROVAL_STEP = "approval step": "id" "label" "by" "form" "share";
    AFTER = "after": "business_minutes" "working_days" "day" "day_after" "answer";
    SET = "set": "value" "field";
    CLOCK = "clock": "label" "promise" "runs_in" "pauses_in" "pause_reason" "resumes" "warn_at";
    TOLD = "told": "in" "when" "says" "turn";
    RELATION = "relation": "label" "inverse" "to" "impact";
    ESCALATION = "escalation": "on" "kind" "to" "sets";
    TRIGGER = "trigger": "clock" "share" "silence_minutes";
    DERIVATION = "derivation": "priority" "copied" "answers" "holidays" "counted";
    PRIORITY = "priority": "impact" "urgency" "to" "override_reason";
    COPIED = "copied": "from" "field" "to";
    HOLIDAYS = "holidays": "notice" "year" "to";
    ANSWERS = "answers": "item" "form" "to" "version";
    COUNTED = "counted": "from" "column" "by" "at" "open" "progress";
    CONVERSION = "conversion": "to" "end" "fields" "relation";
    MERGING = "merging": "end" "relation";
    SPLITTING = "splitting": "fields" "relation";
    GRANT = "grant": "roles" "actions" "scope" "when" "mask";
    ROLE = "role": "label" "purpose" "for_contacts" "held_by_contacts" "held_by_staff" "administers" "founds"
        "grants";
    STANDARD = "standard": "label" "clauses";
    CLAUSE = "clause": "label" "maps_to" "owner" "rules" "comes_with";
    CLAUSE_RULE = "clause rule": "label" "records" "none" "objective" "roles_held";
    RECORDS = "records": "process" "filter" "at_least" "at_most" "fresh_days";
    NONE = "none": "process" "filter";
    TERM = "term": "label" "meaning" "see";
    SETUP_STEP = "setup step": "label" "purpose" "rules" "forms";
    SETUP_FORM = "setup form": "process" "fields" "transition";
    TEMPLATE = "template": "proposals";
    PROPOSAL = "proposal": "process" "key" "fields";
    OVERLAY = "overlay": "process" "role" "groups";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::SECTIONS;

    const READMES: [&str; 4] = [
        include_str!("../../../definitions/README.md"),
        include_str!("../../../definitions/standard/README.md"),
        include_str!("../../../definitions/template/README.md"),
        include_str!("../../../definitions/OVERLAY.md"),
    ];

    /// The rows of the READMEs' tables of keys: section and key.
    fn documented() -> Vec<(&'static str, &'static str)> {
        let rows = READMES.iter().flat_map(|text| text.lines()).filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let key = cells.next()?.strip_suffix('`')?;
            let section = cells.next()?;
            // Type, meaning and example: a row of keys has five cells.
            (cells.count() == 3).then_some((section, key))
        });
        rows.collect()
    }

    #[test]
    fn the_readmes_document_every_key_and_no_other() {
        let rows = documented();
        let documented: BTreeSet<_> = rows.iter().copied().collect();
        let known: BTreeSet<_> =
            SECTIONS.iter().flat_map(|section| section.keys.iter().map(|key| (section.name, *key))).collect();
        assert_eq!(documented, known);
        assert_eq!(rows.len(), documented.len(), "a key is documented twice");
    }
}
