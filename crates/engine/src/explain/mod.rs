//! What the engine says, in both languages: why something is refused, what is missing, what is wrong with a field.

mod condition;
mod words;

use yuheng_definition::{Action, Definitions, Field, FieldId, FieldKind, Label, Process, ProcessId, RoleId};

use crate::operation::{self, OfferId};
use words::{action_label, approval_outcome, bounds, joined, kind_label, option, part_of_command, plain};
pub use words::{because, gained, notice};
pub(crate) use words::{convert_to, not_allowed, offer};

use crate::{
    Audience, Command, Comment, EntryAction, Fault, FieldFault, Joining, Missing, RecordId, Rejection, macros,
};

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
            Rejection::ApprovalClosed(outcome) => {
                let outcome = approval_outcome(*outcome);
                Label {
                    zh: format!("该审批已经结束：{}", outcome.zh),
                    en: format!("The approval is closed: {}", outcome.en),
                }
            }
            Rejection::Final => {
                Label::new("记录已经结束或作废，不能再修改", "The record is at its end or void and can't be changed")
            }
            Rejection::ApprovalPending => Label::new("正在等待审批", "An approval is pending"),
        }
    }

    /// What somebody tried, and what was missing for it.
    #[must_use]
    pub fn refusal(&self, tried: &Command, missing: &Missing) -> Label {
        let (tried, missing) = (self.command(tried), self.missing(missing));
        Label { zh: format!("{}：{}", tried.zh, missing.zh), en: format!("{}: {}", tried.en, missing.en) }
    }

    fn command(&self, command: &Command) -> Label {
        let nobody = RecordId(uuid::Uuid::nil());
        match command {
            Command::Create { process, .. } => {
                let process = self.process_label(process);
                Label { zh: format!("新建{}", process.zh), en: format!("Open: {}", process.en) }
            }
            Command::Update { .. } | Command::Rows { .. } => offer(&OfferId::Update),
            Command::Transition { transition, .. } => self.transition(transition.as_str()),
            Command::Comment(Comment { audience: Audience::Public, .. }) => offer(&OfferId::Comment),
            Command::Comment(Comment { audience: Audience::Internal, .. }) => offer(&OfferId::Note),
            Command::Macro(run) => macros::called(&run.title),
            Command::Relate { .. } | Command::Unrelate { .. } => offer(&OfferId::Relate),
            Command::Attach(_) => offer(&OfferId::Attach),
            Command::Void { .. } => offer(&OfferId::Void),
            Command::Convert { to } => convert_to(&self.process_label(to)),
            Command::Merge { .. } => offer(&OfferId::Merge),
            Command::Unmerge { .. } => offer(&OfferId::Unmerge),
            Command::Split { .. } => offer(&OfferId::Split),
            Command::Vote { .. } => offer(&OfferId::Vote(nobody)),
            Command::Withdraw { .. } => offer(&OfferId::Withdraw(nobody)),
            Command::Urge { .. } => offer(&OfferId::Urge(nobody)),
            Command::Join { how: Joining::HandedOn, .. } => offer(&OfferId::HandOn(nobody)),
            Command::Join { .. } => offer(&OfferId::AddSigner(nobody)),
            Command::Copy { .. } => offer(&OfferId::Copy(nobody)),
            Command::Tick | Command::Retarget => Label::new("定时处理", "What happens by itself"),
        }
    }

    /// What a history entry says of itself, if the program wrote its reason: who was refused what, why it was escalated.
    #[must_use]
    pub fn told(&self, action: EntryAction, reason: &str) -> Option<Label> {
        if action == EntryAction::Escalated { self.escalation(reason) } else { operation::told(action, reason) }
    }

    /// `hierarchic:resolution:90`, `functional:silence:480`.
    fn escalation(&self, cause: &str) -> Option<Label> {
        let mut parts = cause.split(':');
        let (kind, trigger, amount) = (parts.next()?, parts.next()?, parts.next()?);
        let kind = match kind {
            "functional" => Label::new("职能升级", "Functional escalation"),
            "hierarchic" => Label::new("层级升级", "Hierarchic escalation"),
            _ => Label::new("告知客户", "The customer was warned"),
        };
        let why = match trigger {
            "silence" => Label {
                zh: format!("{amount} 分钟没有进展"),
                en: format!("nothing happened for {amount} minutes"),
            },
            clock => {
                let clock = self.clock(clock);
                Label {
                    zh: format!("{}已用 {amount}%", clock.zh), en: format!("{amount} % of “{}” used", clock.en)
                }
            }
        };
        Some(Label { zh: format!("{}：{}", kind.zh, why.zh), en: format!("{}: {}", kind.en, why.en) })
    }

    fn clock(&self, id: &str) -> Label {
        let found = self.process.and_then(|process| process.clocks.get(id));
        found.map_or_else(|| plain(id), |found| found.label.clone())
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
            Missing::Guard(unmet) => {
                if let Some(said) = &unmet.said {
                    return said.clone();
                }
                let guard = self.condition(&unmet.guard.root);
                Label { zh: format!("条件不满足：{}", guard.zh), en: format!("Only if {}", guard.en) }
            }
            Missing::Turn => Label::new("还没有轮到", "It is not this voter's turn yet"),
            Missing::Voter => Label::new("没有可以审批的人", "There is nobody who may approve it"),
            Missing::VoterAt(step) => Label {
                zh: format!("节点「{}」没有可以审批的人", step.zh),
                en: format!("There is nobody who may vote at “{}”", step.en),
            },
            Missing::Reserved(step) => Label {
                zh: format!("后面的节点「{}」只有您能审批：同一人不能在两个节点上审批", step.zh),
                en: format!("Only you can vote at “{}” later, and nobody votes at two steps of it", step.en),
            },
            Missing::Liberty(liberty) => not_allowed(*liberty),
            Missing::Viewing => Label::new(
                "您正在以他人的身份查看，不能修改，也不能导出",
                "You are viewing as somebody else: nothing can be changed or taken away",
            ),
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
            Missing::Quiet => words::quiet(),
            Missing::Approval => Label::new("正在等待审批", "An approval is pending"),
            // What the fields are called is hidden as well.
            Missing::Unseen(_) => Label::new(
                "须先由能看到的人填写您看不到的内容",
                "Something that you do not see has to be filled in first, by somebody who does",
            ),
            Missing::Underway(process, 0) => {
                let process = self.process_label(process);
                Label {
                    zh: format!("还不知道相关的{}是否都已结束", process.zh),
                    en: format!("It is not known whether all of it has ended: {}", process.en),
                }
            }
            Missing::Underway(process, open) => {
                let process = self.process_label(process);
                Label {
                    zh: format!("还有 {open} 项{}没有结束", process.zh),
                    en: format!("Not yet ended: {open} × {}", process.en),
                }
            }
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
            Fault::NoOption(options) => {
                let options: Vec<_> = options.iter().map(|(id, label)| option(id, label)).collect();
                let options = joined(&options, "、", ", ");
                Label { zh: format!("不在选项中：{}", options.zh), en: format!("is none of: {}", options.en) }
            }
            Fault::NoSuchRecord(_) => {
                Label::new("没有这条记录，或无权查看", "there is no such record, or it may not be seen")
            }
            Fault::WrongProcess(to) => {
                let to = joined(&to.iter().map(|id| self.process_label(id)).collect::<Vec<_>>(), "、", ", ");
                Label { zh: format!("应指向：{}", to.zh), en: format!("must point to: {}", to.en) }
            }
            Fault::Derived => Label::new("由系统填写", "is written by the system"),
            Fault::Fixed => Label::new("创建后不能修改", "can't be changed once the record is there"),
            Fault::NotActor => {
                Label::new("不能填写自己，请由他人填写", "may not be yourself: somebody else has to write it")
            }
            Fault::ByStep(steps) => {
                let steps = joined(steps, "、", ", ");
                Label {
                    zh: format!("填写之后只能由这些步骤更改：{}", steps.zh),
                    en: format!("once filled, is changed by a step only: {}", steps.en),
                }
            }
            Fault::Unchanged => Label::new("和原来一样，请另选", "is the same as before: choose another"),
            Fault::Retired => Label::new("已停用", "is no longer in use"),
            Fault::Masked => Label::new("无权填写", "may not be set by you"),
            Fault::NotAsked => Label::new("此操作不填写该字段", "is not asked for here"),
            Fault::Taken => Label::new("已被其他记录使用", "is taken by another record"),
            Fault::NoRelation(kind) => Label {
                zh: format!("「{}」不能指向它", self.relation(kind.as_str()).zh),
                en: format!("“{}” can't point to it", self.relation(kind.as_str()).en),
            },
            Fault::Gaps(gaps) => {
                let gaps = joined(gaps, "、", ", ");
                Label {
                    zh: format!("还有空缺没有填写：{}。填好再发，或确认就这样发给客户", gaps.zh),
                    en: format!(
                        "has gaps that nobody filled: {}. Fill them in, or confirm that it goes out so",
                        gaps.en
                    ),
                }
            }
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

    /// The name of a field, of a cell: `lines[0].days` is "Lines, row 1, Days", or of an answer: `answers.days`.
    fn path(&self, path: &str) -> Label {
        if let Some((table, column)) = path.split_once('.').filter(|(table, _)| !table.contains('[')) {
            let (table, column) = (self.field(table), plain(column));
            return Label { zh: format!("{}，{}", table.zh, column.zh), en: format!("{}, {}", table.en, column.en) };
        }
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
