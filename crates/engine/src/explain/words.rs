//! The words that belong to no definition: what is offered, what is missing in a field, what somebody is told of.

use yuheng_definition::{Action, Label, Liberty, OptionId};

use crate::ApprovalOutcome;
use crate::operation::{OfferId, QUIET_MINUTES};

/// What came into a list that somebody follows: `title` is what the list is called.
#[must_use]
pub fn gained(title: &str, count: u64) -> Label {
    match count {
        0 | 1 => Label { zh: format!("进入视图“{title}”"), en: format!("Came into “{title}”") },
        _ => {
            Label { zh: format!("视图“{title}”新增 {count} 条"), en: format!("{count} new in “{title}”") }
        }
    }
}

/// What somebody is told of: the words of [`crate::OutboxMessage::reason`].
#[must_use]
pub fn notice(reason: &str) -> Label {
    match reason {
        "assigned" => Label::new("已分派给您", "Assigned to you"),
        "stands_in" => Label::new("请您代理：日期见记录", "You stand in for somebody: the days stand on the record"),
        "commented" => Label::new("有新的回复", "There is a reply"),
        "moved" => Label::new("有新的进展", "There is progress"),
        "resolved" => Label::new("已解决，等待您确认", "Resolved: waits for you to confirm"),
        "answered" => Label::new("客户有新的回复", "The customer has replied"),
        "reopened" => Label::new("已重新打开，请继续处理", "Reopened: please go on with it"),
        "unheard" => Label::new("客户有新的回复，还没有处理人", "The customer has replied, and nobody has it yet"),
        "converted" => Label::new("已转到这里继续办理", "It goes on here"),
        "merged" => Label::new("已并入这里继续办理", "What you asked for goes on here"),
        "unmerged" => {
            Label::new("不再并入其他记录，单独继续办理", "It is no longer a part of another and goes on by itself")
        }
        "split" => Label::new("已拆分出来单独办理", "It was split off and goes on by itself"),
        "discussed" => Label::new("有新的回复或备注", "There is a reply or a note"),
        "mentioned" => Label::new("提到了您", "You are mentioned"),
        "due_soon" => Label::new("即将超时", "About to be late"),
        "overdue" => Label::new("已超时", "Late"),
        "watched_commented" => Label::new("有新的回复", "There is a reply"),
        "watched_moved" => Label::new("有新的进展", "There is progress"),
        "view_gained" => Label::new("您关注的视图有新记录", "A view that you follow has something new"),
        "urged" => Label::new("催办：请尽快处理", "Reminder: please see to it"),
        "called" => Label::new("请您查看并提出意见", "Your view is asked for"),
        "approval_asked" => Label::new("等待您审批", "Waits for your approval"),
        "approval_urged" => Label::new("催办：等待您审批", "Reminder: waits for your approval"),
        "approval_handed_on" => Label::new("已转签给他人审批", "A vote was handed on to somebody else"),
        "approval_granted" => Label::new("审批已通过", "The approval was granted"),
        "approval_returned" => Label::new("审批被退回", "The approval was sent back"),
        "approval_withdrawn" => Label::new("审批已撤回", "The approval was taken back"),
        "approval_copied" => Label::new("抄送给您的审批", "An approval is copied to you"),
        "approval_settled" => Label::new("抄送给您的审批已有结果", "An approval copied to you is settled"),
        "approval_voided" => {
            Label::new("内容已修改，审批作废", "What was to be approved has changed: the approval is void")
        }
        "escalated" => Label::new("已升级给您", "Escalated to you"),
        "at_risk" => Label::new("约定的时限可能不能满足", "The agreed time is at risk"),
        "overlay_kept_out" => Label::new(
            "修改单到了生效日期，但与现行定义冲突，未能生效",
            "Its day has come, but it conflicts with the definitions and did not come into force",
        ),
        "duty_refused" => Label::new(
            "周期工单到了日子但开不出来：原因见记录，改好后自动补开",
            "Its day has come, but its record can't be opened: the reason stands on it; once mended it is opened by itself",
        ),
        "disk_low" => Label::new(
            "服务器磁盘空间不足：请清理或扩容；再少将只能读取",
            "The server's disk is nearly full: make room, or soon nothing can be written any more",
        ),
        "backup_failed" => Label::new(
            "备份失败，一小时后重试：原因见“设置 · 系统状态”",
            "The backup failed and is tried again within the hour: see Settings, system health",
        ),
        "backup_trial_failed" => Label::new(
            "备份已保留，但试恢复未通过：原因见“设置 · 系统状态”",
            "The backup is kept, but its trial failed: see Settings, system health",
        ),
        "verify_failed" => Label::new(
            "校验发现不一致：详情见“设置 · 系统状态”",
            "Verification found what does not hold: see Settings, system health",
        ),
        other => plain(other),
    }
}

/// Why somebody is told of it; nothing where the words say it already.
#[must_use]
pub fn because(reason: &str) -> Option<Label> {
    let (zh, en) = match reason {
        "assigned" | "answered" | "reopened" | "discussed" | "due_soon" | "overdue" => {
            ("因为您是处理人", "because you are the assignee")
        }
        "stands_in" => ("因为您是代理人", "because you are the deputy"),
        "unheard" => ("因为由您分派", "because you give it out"),
        "commented" | "moved" | "resolved" | "at_risk" | "converted" | "merged" | "unmerged" | "split" => {
            ("因为这是为您提出的", "because it was asked for on your behalf")
        }
        "urged" => ("因为它由您处理或负责", "because it is yours to see to"),
        "called" => ("因为这一步需要您知悉", "because this step calls you"),
        "approval_asked" | "approval_urged" => ("因为需要您投票", "because your vote is asked for"),
        "approval_handed_on" => {
            ("因为原由您审批或是您申请的审批", "because the vote was yours, or you asked for the approval")
        }
        "approval_withdrawn" | "approval_voided" => ("因为您参与了审批", "because you have a part in the approval"),
        "approval_granted" | "approval_returned" => ("因为是您申请的审批", "because you asked for the approval"),
        "approval_copied" | "approval_settled" => ("因为审批抄送给您", "because the approval is copied to you"),
        "escalated" => ("因为升级规则通知您", "because the escalation calls you"),
        "mentioned" => ("因为有人在文中提到了您", "because somebody wrote your name"),
        "watched_commented" | "watched_moved" => ("因为您关注了它", "because you follow it"),
        "view_gained" => ("因为您关注了这个视图", "because you follow the view"),
        "overlay_kept_out" | "disk_low" => ("因为您是管理员", "because you administer the system"),
        _ => return None,
    };
    Some(Label::new(zh, en))
}

/// Why the voters are not reminded again so soon.
pub(super) fn quiet() -> Label {
    Label {
        zh: format!("审批人刚收到催办；距上次催办满 {QUIET_MINUTES} 分钟可以再催"),
        en: format!("The voters have just been reminded; again {QUIET_MINUTES} minutes after that"),
    }
}

/// The label of what is offered beside transitions.
pub(crate) fn offer(id: &OfferId) -> Label {
    match id {
        OfferId::Transition(id) => plain(id.as_str()),
        OfferId::Update => Label::new("编辑", "Edit"),
        OfferId::Comment => Label::new("回复", "Reply"),
        OfferId::Note => Label::new("内部备注", "Internal note"),
        OfferId::Relate => Label::new("关联", "Relate"),
        OfferId::Attach => Label::new("添加附件", "Attach a file"),
        OfferId::Void => Label::new("作废", "Void"),
        OfferId::Convert(to) => convert_to(&plain(to.as_str())),
        OfferId::Merge => Label::new("合并到…", "Merge into…"),
        OfferId::Unmerge => Label::new("撤销合并", "Undo the merge"),
        OfferId::Split => Label::new("拆分", "Split"),
        OfferId::ViewAs => Label::new("以此人身份查看", "View as this person"),
        OfferId::Vote(_) => Label::new("审批", "Vote"),
        OfferId::Withdraw(_) => Label::new("撤回审批", "Withdraw the approval"),
        OfferId::Urge(_) => Label::new("催办", "Urge"),
        OfferId::AddSigner(_) => Label::new("加签", "Add a signature"),
        OfferId::HandOn(_) => Label::new("转签", "Hand on"),
        OfferId::Copy(_) => Label::new("抄送", "Send a copy"),
    }
}

/// The label of a conversion.
pub(crate) fn convert_to(process: &Label) -> Label {
    Label { zh: format!("转为{}", process.zh), en: format!("Convert to: {}", process.en) }
}

/// What a right allows, as a verb.
pub(super) fn action_label(action: Action) -> Label {
    match action {
        Action::View => Label::new("查看", "see it"),
        Action::ViewInternal => Label::new("查看内部内容：", "see internal content"),
        Action::Create => Label::new("创建", "open one"),
        Action::Update => Label::new("编辑", "change it"),
        Action::Comment => Label::new("回复", "reply"),
        Action::Note => Label::new("写内部备注：", "write internal notes"),
        Action::Relate => Label::new("关联", "relate it"),
        Action::Void => Label::new("作废", "void it"),
        Action::Convert => Label::new("转换", "convert it"),
        Action::Merge => Label::new("合并与拆分", "merge and split"),
        Action::Export => Label::new("导出", "export"),
        Action::ViewConfidential => Label::new("查看保密的", "see confidential ones"),
        Action::ViewAs => Label::new("以其身份查看：", "view as"),
    }
}

/// The parts of a command that aren't fields.
pub(super) fn part_of_command(id: &str) -> Label {
    match id {
        "body" | "comment" => Label::new("内容", "Comment"),
        "opinion" => Label::new("意见", "Opinion"),
        "voter" => Label::new("投票人", "Voter"),
        "signer" => Label::new("加签或转签的人", "Signer"),
        "people" => Label::new("抄送人员", "People"),
        "to_step" => Label::new("退回到", "Back to"),
        "how" => Label::new("方式", "How"),
        "reason" => Label::new("原因", "Reason"),
        "into" => Label::new("合并到", "Merge into"),
        "id" => Label::new("标识", "Id"),
        "files" => Label::new("文件", "Files"),
        "kind" => Label::new("关联类型", "Relation type"),
        "target" => Label::new("关联对象", "Target"),
        "name" => Label::new("文件名", "File name"),
        other => plain(other),
    }
}

/// What a value should have been.
pub(super) fn kind_label(kind: &str) -> Label {
    match kind {
        "text" => Label::new("文本", "a text"),
        "integer" => Label::new("整数", "a whole number"),
        "decimal" => Label::new("小数，如 12.50", "a decimal number such as 12.50"),
        "digits" => Label::new(
            "小数点前最多 18 位、后最多 9 位的小数",
            "a decimal number of at most 18 digits before the point and 9 after",
        ),
        "boolean" => Label::new("是或否", "true or false"),
        "date" => Label::new("日期，如 2026-11-22", "a date such as 2026-11-22"),
        "timestamp" => Label::new("时间，如 2026-11-22T07:30:00Z", "an instant such as 2026-11-22T07:30:00Z"),
        "choice" => Label::new("选项", "one of the options"),
        "reference" => Label::new("对记录的引用", "a reference to a record"),
        "table" => Label::new("表格", "a table"),
        "row" => Label::new("表格的行", "a row of a table"),
        "public comment" => Label::new("公开回复", "a reply that all can read"),
        "internal note" => Label::new("内部备注", "an internal note"),
        "file name" => Label::new("文件名", "a file name"),
        other => plain(other),
    }
}

pub(super) fn bounds(min: Option<i64>, max: Option<i64>) -> Label {
    match (min, max) {
        (Some(min), Some(max)) => {
            Label { zh: format!("应在 {min} 到 {max} 之间"), en: format!("must be from {min} to {max}") }
        }
        (Some(min), None) => Label { zh: format!("不能小于 {min}"), en: format!("must be at least {min}") },
        (None, Some(max)) => Label { zh: format!("不能大于 {max}"), en: format!("must be at most {max}") },
        (None, None) => Label::new("超出范围", "is out of bounds"),
    }
}

/// An option as people call it, with the id that a program gives.
pub(super) fn option(id: &OptionId, label: &Label) -> Label {
    Label { zh: format!("{}（{id}）", label.zh), en: format!("{} ({id})", label.en) }
}

/// What an approval does not let its voters do.
pub(crate) fn not_allowed(liberty: Liberty) -> Label {
    match liberty {
        Liberty::Add => Label::new("此审批不允许加签", "This approval lets nobody be added"),
        Liberty::HandOn => Label::new("此审批不允许转签", "This approval lets no vote be handed on"),
        Liberty::SendBack => Label::new("此审批只能退回给申请人", "This approval is sent back to whoever asked only"),
    }
}

/// How an approval ended.
pub(super) fn approval_outcome(outcome: ApprovalOutcome) -> Label {
    match outcome {
        ApprovalOutcome::Pending => Label::new("等待审批", "pending"),
        ApprovalOutcome::Granted => Label::new("已通过", "it was granted"),
        ApprovalOutcome::Returned => Label::new("已退回", "it was sent back"),
        ApprovalOutcome::Withdrawn => Label::new("申请人已撤回", "it was taken back"),
        ApprovalOutcome::Voided => Label::new("已作废", "it is void"),
    }
}

pub(super) fn joined(labels: &[Label], zh: &str, en: &str) -> Label {
    let join = |texts: Vec<&str>, by: &str| texts.join(by);
    Label {
        zh: join(labels.iter().map(|label| label.zh.as_str()).collect(), zh),
        en: join(labels.iter().map(|label| label.en.as_str()).collect(), en),
    }
}

pub(super) fn plain(text: &str) -> Label {
    Label::new(text, text)
}
