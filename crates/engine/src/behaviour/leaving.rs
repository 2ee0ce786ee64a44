//! What others in force still count by can't go out of force before them: deadlines and priorities would change without a word.

use yuheng_definition::{Content, StateKind};

use super::content::fault;
use super::priority::is_general;
use crate::FieldFault;
use crate::draft::{Draft, kind_of};

/// Why a record that was in force can't leave.
pub(crate) fn faults(draft: &Draft) -> Option<FieldFault> {
    let (record, world) = (&draft.record, draft.ctx.world);
    let before = draft.before.filter(|before| before.voided.is_none())?;
    let is_in_force = |state| kind_of(draft.flow, draft.process, state) == Some(StateKind::InForce);
    if !is_in_force(&before.state) {
        return None;
    }
    let leaves = !is_in_force(&record.state) || record.voided.is_some();
    let title = draft.process.title.as_str();
    match draft.process.content? {
        Content::Calendar
            if leaves && world.agreements.iter().any(|agreement| agreement.calendar == Some(record.id)) =>
        {
            Some(fault(
                title,
                "还有生效的服务级别协议按此日历计时：请先让它们改用别的日历，或先终止它们",
                "agreements in force count by this calendar: give them another one first, or end them",
            ))
        }
        Content::PriorityMatrix if is_general(before) && (leaves || !is_general(record)) && !has_another(draft) => {
            Some(fault(
                if leaves { title } else { "service" },
                "通用矩阵不能停用：没有专用矩阵的记录会没有优先级和时限。请直接修改它的单元格",
                "the general matrix can't go: records without one of their own would have no priority and no deadline. Change its cells instead",
            ))
        }
        _ => None,
    }
}

/// Whether another general matrix is in force.
fn has_another(draft: &Draft) -> bool {
    let mut others = draft.ctx.world.matrices.iter().filter(|matrix| matrix.pinned.record != draft.record.id);
    others.any(|matrix| matrix.contract.is_none() && matrix.service.is_none())
}
