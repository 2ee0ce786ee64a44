//! The boundary of confidentiality: what belongs to one customer points to nothing that belongs to another.

use yuheng_definition::{Content, FieldKind, Label};

use crate::draft::Draft;
use crate::{Fault, FieldFault, Record, RecordId, Snapshot, shared};

/// The references by which the draft's record would cross the boundary. What was so before is let be.
pub(crate) fn faults(draft: &Draft, snapshot: &Snapshot) -> Vec<FieldFault> {
    let Some(customer) = draft.record.reference(shared::CUSTOMER) else { return Vec::new() };
    let moved = draft.has_changed(shared::CUSTOMER);
    let references = draft.process.fields.values().filter(|field| matches!(field.kind, FieldKind::Reference { .. }));
    references
        .filter(|field| moved || draft.has_changed(field.id.as_str()))
        .filter_map(|field| {
            let target = snapshot.named.get(&draft.record.reference(field.id.as_str())?)?;
            let owner = owner(draft, target)?;
            (owner != customer).then(|| FieldFault { field: field.id.to_string(), fault: foreign() })
        })
        .collect()
}

/// The customer that a record belongs to. A customer's own record belongs to itself, whatever it may point to.
fn owner(draft: &Draft, target: &Record) -> Option<RecordId> {
    let process = draft.ctx.definitions.process(target.process.as_str())?;
    if process.content == Some(Content::Customer) {
        return None;
    }
    target.reference(shared::CUSTOMER)
}

fn foreign() -> Fault {
    Fault::Content(Label::new("属于另一客户", "belongs to another customer"))
}
