//! What entries leave: relations, attachments, the history itself, the full text of what was said.

use yuheng_engine::Audience;

use super::{Statements, rows};
use crate::commit::seal::SealedWrite;
use crate::dialect::Dialect;
use crate::history::{Attached, Entry, Related, words};
use crate::search;
use crate::sql::{Bind, Sql};

/// The relations that its entries draw and end.
pub(super) fn relations(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    for (entry, _) in &write.entries {
        for ended in &entry.unrelated {
            let sql = Sql::new("UPDATE relation SET until_at = ").bind(entry.at).text(", n_until = ").bind(entry.n);
            all.push(sql.text(" WHERE id = ").bind(ended.id));
        }
        if !entry.related.is_empty() {
            let drawn = entry.related.iter().map(|drawn| relation_row(entry, drawn));
            all.push(rows(Sql::new("INSERT INTO relation (").text(RELATION).text(") VALUES "), drawn));
        }
    }
}

/// The columns of a relation's row when it is drawn, in the order of [`relation_row`].
pub const RELATION: &str = "id, source, ordinal, kind, target, from_at, n_from";

/// The row of a relation, by the entry that draws it.
#[must_use]
pub fn relation_row(entry: &Entry, drawn: &Related) -> Vec<Bind> {
    vec![
        drawn.id.into(),
        entry.record.into(),
        drawn.ordinal.into(),
        drawn.kind.as_str().into(),
        drawn.target.into(),
        entry.at.into(),
        entry.n.into(),
    ]
}

/// The attachments that its entries attach.
pub(super) fn attachments(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    for (entry, _) in write.entries.iter().filter(|(entry, _)| !entry.attached.is_empty()) {
        let given = entry.attached.iter().zip(&write.write.attached);
        let attached = given.map(|(attached, given)| attachment_row(entry, attached, Some(&given.name)));
        all.push(rows(Sql::new("INSERT INTO attachment (").text(ATTACHMENT).text(") VALUES "), attached));
    }
}

/// The columns of an attachment's row, in the order of [`attachment_row`].
pub const ATTACHMENT: &str = "id, record, ordinal, n, at, digest, name, commitment, media_type, size, audience";

/// The row of an attachment, by the entry that attaches it; none: its name was erased.
#[must_use]
pub fn attachment_row(entry: &Entry, attached: &Attached, name: Option<&str>) -> Vec<Bind> {
    vec![
        attached.id.into(),
        entry.record.into(),
        attached.ordinal.into(),
        entry.n.into(),
        entry.at.into(),
        attached.digest.as_str().into(),
        name.into(),
        attached.name.into(),
        attached.media_type.as_str().into(),
        attached.size.into(),
        words::audience(attached.audience).into(),
    ]
}

/// Its entries, and the values that they hold commitments to.
pub(super) fn history(all: &mut Vec<Sql>, write: &SealedWrite<'_>) {
    let entries = write.entries.iter();
    let entries =
        entries.map(|(entry, bytes)| vec![entry.record.into(), entry.n.into(), entry.at.into(), bytes.clone().into()]);
    all.push(rows(Sql::new("INSERT INTO history (record, n, at, bytes) VALUES "), entries));
    if !write.values.is_empty() {
        let values = write.values.iter().map(|value| {
            vec![
                write.record.id.into(),
                value.n.into(),
                value.item.as_str().into(),
                value.salt.into(),
                value.value.clone().into(),
            ]
        });
        all.push(rows(Sql::new("INSERT INTO history_value (record, n, item, salt, value) VALUES "), values));
    }
}

/// The rows of its texts in the full text.
pub(super) fn search_rows(all: &mut Statements, write: &SealedWrite<'_>, dialect: Dialect) {
    if let Some(texts) = &write.write.texts {
        search::write(all, write.record.id, "fields", &texts.public, &texts.internal, dialect);
    }
    for (draft, (entry, _)) in write.write.entries.iter().zip(&write.entries) {
        if let Some((body, audience)) = &draft.comment {
            let (part, public, internal) = comment_texts(entry.n, body, *audience);
            search::write(all, write.record.id, &part, public, internal, dialect);
        }
    }
}

/// The part, the public and the internal text of a comment's row of the full text.
#[must_use]
pub fn comment_texts(n: u64, body: &str, audience: Audience) -> (String, &str, &str) {
    let (public, internal) = match audience {
        Audience::Public => (body, ""),
        Audience::Internal => ("", body),
    };
    (format!("comment:{n}"), public, internal)
}
