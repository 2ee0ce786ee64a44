//! What the engine says, in both languages: why something is refused, what is missing, what is wrong with a field.

use yuheng_definition::{Action, Definitions, Field, FieldId, FieldKind, Label, Process, ProcessId, RoleId};

use crate::operation::OfferId;
use crate::{Fault, FieldFault, Missing, Rejection};

/// Says things in the words of the definitions: labels, not ids.
#[derive(Clone, Copy)]
pub struct Explain<'a> {
    /// The definitions in force.
    pub definitions: &'a Definitions,
    /// The process that the command was about, if it is known.
    pub process: Option<&'a Process>,
}

impl Explain<'_> {
    /// Why a command is refused.
    #[must_use]
    pub fn rejection(&self, rejection: &Rejection) -> Label {
        match rejection {
            Rejection::NotFound => Label::new("没有找到", "Not found"),
            Rejection::Forbidden(missing) => self.missing(missing),
            Rejection::Invalid(faults) => {
                let texts: Vec<_> = faults.iter().map(|fault| self.fault(fault)).collect();
                joined(&texts, "；", "; ")
            }
            Rejection::NotFromHere { transition, state } => {
                let (transition, state) = (self.transition(transition.as_str()), self.state(state.as_str()));
                Label {
                    zh: format!("状态为「{}」时不能「{}」", state.zh, transition.zh),
                    en: format!("“{}” can't be done in the state “{}”", transition.en, state.en),
                }
            }
            Rejection::Unknown(what) => {
                Label { zh: format!("没有「{what}」"), en: format!("There is no “{what}”") }
            }
            Rejection::ApprovalClosed => Label::new("该审批已经结束", "The approval is closed"),
            Rejection::Final => {
                Label::new("记录已经结束或作废，不能再修改", "The record is at its end or void and can't be changed")
            }
            Rejection::ApprovalPending => Label::new("正在等待审批", "An approval is pending"),
        }
    }

    /// What is missing for an action to be allowed.
    #[must_use]
    pub fn missing(&self, missing: &Missing) -> Label {
        match missing {
            Missing::Role(roles) if roles.is_empty() => Label::new("只由系统执行", "Only the system does it"),
            Missing::Role(roles) => {
                let roles = joined(&roles.iter().map(|role| self.role(role)).collect::<Vec<_>>(), "、", ", ");
                Label { zh: format!("需要角色：{}", roles.zh), en: format!("Needs the role: {}", roles.en) }
            }
            Missing::NamedBy(fields) => {
                let fields = self.fields(fields);
                Label { zh: format!("只有{}可以操作", fields.zh), en: format!("Only for the {}", fields.en) }
            }
            Missing::Holder(roles, fields) => {
                let (roles, fields) = (self.missing(&Missing::Role(roles.clone())), self.fields(fields));
                Label {
                    zh: format!("{}，或者是本记录的{}", roles.zh, fields.zh),
                    en: format!("{}; or to be the {}", roles.en, fields.en),
                }
            }
            Missing::Grant(action, process) => self.grant(*action, process),
            Missing::SomebodyElse(part) => Label {
                zh: format!("职责分离：「{}」的当事人不能操作", part.zh),
                en: format!("Separation of duties: not for whoever had a part in “{}”", part.en),
            },
            Missing::Guard(source) => {
                Label { zh: format!("条件不满足：{source}"), en: format!("It needs that {source}") }
            }
            Missing::Turn => Label::new("还没有轮到", "It is not this voter's turn yet"),
            Missing::Voter => Label::new("没有可以审批的人", "There is nobody who may approve it"),
            Missing::Token => Label::new("令牌不允许此操作", "The token does not allow it"),
            Missing::Vote => Label::new("没有待投的票", "There is no vote to cast here"),
            Missing::Lapsed => Label::new(
                "已不再担任需要审批的角色，不能再投票",
                "The role that the vote was asked for is no longer held",
            ),
            Missing::OneVote => Label::new(
                "一人一票：有自己的一票或已投过票的人不能代他人投票",
                "One person, one vote: not for whoever has a vote here or has cast one",
            ),
            Missing::Asker => Label::new("只有申请人可以操作", "Only for whoever asked for it"),
            Missing::Approval => Label::new("正在等待审批", "An approval is pending"),
            Missing::State => Label::new("记录已经结束或作废", "The record is at its end or void"),
        }
    }

    /// What is wrong with a field, its name first.
    #[must_use]
    pub fn fault(&self, fault: &FieldFault) -> Label {
        let (field, why) = (self.path(&fault.field), self.wrong(&fault.fault));
        Label { zh: format!("{}：{}", field.zh, why.zh), en: format!("{}: {}", field.en, why.en) }
    }

    /// What is wrong, without the name of the field.
    #[must_use]
    pub fn wrong(&self, fault: &Fault) -> Label {
        match fault {
            Fault::Unknown(None) => Label::new("没有这个字段", "there is no such field"),
            Fault::Unknown(Some(nearest)) => Label {
                zh: format!("没有这个字段，是否指 {nearest}？"),
                en: format!("there is no such field; did you mean `{nearest}`?"),
            },
            Fault::Missing => Label::new("必填", "must be filled"),
            Fault::Kind(kind) => {
                let kind = kind_label(kind);
                Label { zh: format!("应为{}", kind.zh), en: format!("must be {}", kind.en) }
            }
            Fault::ControlCharacter => Label::new("含有控制字符", "holds a character that can't be kept"),
            Fault::TooLong(max) => {
                Label { zh: format!("太长，最多 {max}"), en: format!("too long, at most {max}") }
            }
            Fault::OutOfBounds(min, max) => bounds(*min, *max),
            Fault::NoOption(options) => Label {
                zh: format!("不在选项中：{}", options.join("、")),
                en: format!("is none of: {}", options.join(", ")),
            },
            Fault::NoSuchRecord(_) => {
                Label::new("没有这条记录，或无权查看", "there is no such record, or it may not be seen")
            }
            Fault::WrongProcess(to) => {
                let to = joined(&to.iter().map(|id| self.process_label(id)).collect::<Vec<_>>(), "、", ", ");
                Label { zh: format!("应指向：{}", to.zh), en: format!("must point to: {}", to.en) }
            }
            Fault::Derived => Label::new("由系统填写", "is written by the system"),
            Fault::Fixed => Label::new("创建后不能修改", "can't be changed once the record is there"),
            Fault::Retired => Label::new("已停用", "is no longer in use"),
            Fault::Masked => Label::new("无权填写", "may not be set by you"),
            Fault::NotAsked => Label::new("此操作不填写该字段", "is not asked for here"),
            Fault::Taken => Label::new("已被其他记录使用", "is taken by another record"),
            Fault::NoRelation(kind) => Label {
                zh: format!("「{}」不能指向它", self.relation(kind.as_str()).zh),
                en: format!("“{}” can't point to it", self.relation(kind.as_str()).en),
            },
            Fault::Content(label) => label.clone(),
        }
    }

    fn grant(&self, action: Action, process: &ProcessId) -> Label {
        let (action, process) = (action_label(action), self.process_label(process));
        Label {
            zh: format!("没有权限：{}{}", action.zh, process.zh),
            en: format!("Needs the right to {} (process: {})", action.en, process.en),
        }
    }

    fn role(&self, role: &RoleId) -> Label {
        self.definitions.roles.get(role).map_or_else(|| plain(role.as_str()), |role| role.label.clone())
    }

    fn process_label(&self, process: &ProcessId) -> Label {
        self.definitions
            .process(process.as_str())
            .map_or_else(|| plain(process.as_str()), |process| process.label.clone())
    }

    fn state(&self, state: &str) -> Label {
        self.process
            .and_then(|process| process.states.get(state))
            .map_or_else(|| plain(state), |state| state.label.clone())
    }

    fn transition(&self, id: &str) -> Label {
        self.process
            .and_then(|process| process.transitions.get(id))
            .map_or_else(|| plain(id), |found| found.label.clone())
    }

    fn relation(&self, id: &str) -> Label {
        self.process
            .and_then(|process| process.relations.get(id))
            .map_or_else(|| plain(id), |found| found.label.clone())
    }

    fn fields(&self, ids: &[FieldId]) -> Label {
        joined(&ids.iter().map(|id| self.field(id.as_str())).collect::<Vec<_>>(), "、", ", ")
    }

    fn field(&self, id: &str) -> Label {
        match self.process.and_then(|process| process.fields.get(id)) {
            Some(field) => field.label.clone(),
            None => part_of_command(id),
        }
    }

    /// The name of a field, or of a cell: `lines[0].days` is "Lines, row 1, Days".
    fn path(&self, path: &str) -> Label {
        let Some((table, rest)) = path.split_once('[') else { return self.field(path) };
        let Some((row, column)) = rest.split_once(']') else { return self.field(path) };
        let row = row.parse::<usize>().map_or_else(|_| row.to_owned(), |row| (row + 1).to_string());
        let label = self.field(table);
        let column = column.trim_start_matches('.');
        let column = self.column(table, column).unwrap_or_else(|| plain(column));
        let join = |table: &str, row: &str, column: &str, comma: &str| match column {
            "" => format!("{table}{comma}{row}"),
            column => format!("{table}{comma}{row}{comma}{column}"),
        };
        Label {
            zh: join(&label.zh, &format!("第 {row} 行"), &column.zh, "，"),
            en: join(&label.en, &format!("row {row}"), &column.en, ", "),
        }
    }

    fn column(&self, table: &str, column: &str) -> Option<Label> {
        let kind = self.process.and_then(|process| process.fields.get(table)).map(|field: &Field| &field.kind)?;
        let FieldKind::Table { columns } = kind else { return None };
        columns.get(&FieldId::from(column)).map(|column| column.label.clone())
    }
}

/// What somebody is told of: the words of [`crate::OutboxMessage::reason`].
#[must_use]
pub fn notice(reason: &str) -> Label {
    match reason {
        "assigned" => Label::new("已分派给您", "Assigned to you"),
        "commented" => Label::new("有新的回复", "There is a reply"),
        "moved" => Label::new("有新的进展", "There is progress"),
        "approval_asked" => Label::new("等待您审批", "Waits for your approval"),
        "approval_urged" => Label::new("催办：等待您审批", "Reminder: waits for your approval"),
        "approval_granted" => Label::new("审批已通过", "The approval was granted"),
        "approval_returned" => Label::new("审批被退回", "The approval was sent back"),
        "approval_withdrawn" => Label::new("审批已撤回", "The approval was taken back"),
        "approval_voided" => {
            Label::new("内容已修改，审批作废", "What was to be approved has changed: the approval is void")
        }
        "escalated" => Label::new("已升级给您", "Escalated to you"),
        "at_risk" => Label::new("约定的时限可能不能满足", "The agreed time is at risk"),
        "overlay_kept_out" => Label::new(
            "修改单到了生效日期，但与现行定义冲突，未能生效",
            "Its day has come, but it conflicts with the definitions and did not come into force",
        ),
        other => plain(other),
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
        OfferId::Vote(_) => Label::new("审批", "Vote"),
        OfferId::Withdraw(_) => Label::new("撤回审批", "Withdraw the approval"),
        OfferId::Urge(_) => Label::new("催办", "Urge"),
    }
}

/// The label of a conversion.
pub(crate) fn convert_to(process: &Label) -> Label {
    Label { zh: format!("转为{}", process.zh), en: format!("Convert to: {}", process.en) }
}

/// What a right allows, as a verb.
fn action_label(action: Action) -> Label {
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
        Action::Export => Label::new("导出", "export"),
        Action::ViewConfidential => Label::new("查看保密的", "see confidential ones"),
    }
}

/// The parts of a command that aren't fields.
fn part_of_command(id: &str) -> Label {
    match id {
        "body" | "comment" => Label::new("内容", "Comment"),
        "opinion" => Label::new("意见", "Opinion"),
        "voter" => Label::new("投票人", "Voter"),
        "reason" => Label::new("原因", "Reason"),
        "target" => Label::new("关联对象", "Target"),
        "name" => Label::new("文件名", "File name"),
        other => plain(other),
    }
}

/// What a value should have been.
fn kind_label(kind: &str) -> Label {
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

fn bounds(min: Option<i64>, max: Option<i64>) -> Label {
    match (min, max) {
        (Some(min), Some(max)) => {
            Label { zh: format!("应在 {min} 到 {max} 之间"), en: format!("must be from {min} to {max}") }
        }
        (Some(min), None) => Label { zh: format!("不能小于 {min}"), en: format!("must be at least {min}") },
        (None, Some(max)) => Label { zh: format!("不能大于 {max}"), en: format!("must be at most {max}") },
        (None, None) => Label::new("超出范围", "is out of bounds"),
    }
}

fn joined(labels: &[Label], zh: &str, en: &str) -> Label {
    let join = |texts: Vec<&str>, by: &str| texts.join(by);
    Label {
        zh: join(labels.iter().map(|label| label.zh.as_str()).collect(), zh),
        en: join(labels.iter().map(|label| label.en.as_str()).collect(), en),
    }
}

fn plain(text: &str) -> Label {
    Label::new(text, text)
}
