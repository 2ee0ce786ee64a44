//! What the engine says: in both languages, in the definitions' words.

use expect_test::{Expect, expect};
use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{Action, Definitions, Label};
use yuheng_engine::explain::Explain;
use yuheng_engine::{ApprovalOutcome, Fault, FieldFault, Missing, RecordId, Rejection};

use crate::desk::desk;

fn said(rejections: &[Rejection], expected: &Expect) {
    let desk = desk();
    let process = desk.definitions.process("incident").map(AsRef::as_ref);
    let explain = Explain { definitions: &desk.definitions, process };
    let texts = rejections.iter().map(|rejection| explain.rejection(rejection));
    let lines: Vec<_> = texts.map(|Label { zh, en }| format!("{zh} | {en}\n")).collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn what_is_missing() {
    let missing = [
        Missing::Role(vec!["engineer".into(), "approver".into()]),
        Missing::Role(Vec::new()),
        Missing::NamedBy(vec!["assignee".into()]),
        Missing::Holder(vec!["engineer".into()], vec!["assignee".into(), "requester".into()]),
        Missing::Grant(Action::Update, "incident".into()),
        Missing::SomebodyElse(Label::new("解决", "Resolve")),
        Missing::Turn,
        Missing::Voter,
        Missing::Token,
        Missing::Viewing,
        Missing::Vote,
        Missing::Lapsed,
        Missing::OneVote,
        Missing::Asker,
        Missing::Approval,
        Missing::State,
    ];
    said(
        &missing.map(Rejection::Forbidden),
        &expect![[r#"
            需要角色：engineer、approver | Needs the role: engineer, approver
            只由系统执行 | Only the system does it
            只有assignee可以操作 | Only for the assignee
            需要角色：engineer，或者是本记录的assignee、requester | Needs the role: engineer; or to be the assignee, requester
            没有权限：编辑incident | Needs the right to change it (process: incident)
            职责分离：「解决」的当事人不能操作 | Separation of duties: not for whoever had a part in “Resolve”
            还没有轮到 | It is not this voter's turn yet
            没有可以审批的人 | There is nobody who may approve it
            令牌不允许此操作 | The token does not allow it
            您正在以他人的身份查看，不能修改，也不能导出 | You are viewing as somebody else: nothing can be changed or taken away
            没有待投的票 | There is no vote to cast here
            已不再担任需要审批的角色，不能再投票 | The role that the vote was asked for is no longer held
            一人一票：有自己的一票或已投过票的人不能代他人投票 | One person, one vote: not for whoever has a vote here or has cast one
            只有申请人可以操作 | Only for whoever asked for it
            正在等待审批 | An approval is pending
            记录已经结束或作废 | The record is at its end or void
        "#]],
    );
}

#[test]
fn what_is_wrong_with_a_field() {
    let id = RecordId(uuid::Uuid::nil());
    let faults = [
        Fault::Unknown(None),
        Fault::Unknown(Some("title".into())),
        Fault::Missing,
        Fault::Kind("date"),
        Fault::ControlCharacter,
        Fault::TooLong(40),
        Fault::OutOfBounds(Some(0), None),
        Fault::NoOption(vec![("high".into(), Label::new("高", "High")), ("low".into(), Label::new("低", "Low"))]),
        Fault::NoSuchRecord(id),
        Fault::WrongProcess(vec!["person".into()]),
        Fault::Derived,
        Fault::Fixed,
        Fault::Retired,
        Fault::Masked,
        Fault::NotAsked,
        Fault::Taken,
        Fault::NoRelation("related".into()),
        Fault::Gaps(vec![Label::new("客户", "customer"), Label::new("服务", "service")]),
    ];
    let faults = faults.map(|fault| Rejection::Invalid(vec![FieldFault { field: "users".to_owned(), fault }]));
    said(
        &faults,
        &expect![[r#"
            users：没有这个字段 | users: there is no such field
            users：没有这个字段，是否指 title？ | users: there is no such field; did you mean `title`?
            users：必填 | users: must be filled
            users：应为日期，如 2026-11-22 | users: must be a date such as 2026-11-22
            users：含有控制字符 | users: holds a character that can't be kept
            users：太长，最多 40 | users: too long, at most 40
            users：不能小于 0 | users: must be at least 0
            users：不在选项中：高（high）、低（low） | users: is none of: High (high), Low (low)
            users：没有这条记录，或无权查看 | users: there is no such record, or it may not be seen
            users：应指向：person | users: must point to: person
            users：由系统填写 | users: is written by the system
            users：创建后不能修改 | users: can't be changed once the record is there
            users：已停用 | users: is no longer in use
            users：无权填写 | users: may not be set by you
            users：此操作不填写该字段 | users: is not asked for here
            users：已被其他记录使用 | users: is taken by another record
            users：「related」不能指向它 | users: “related” can't point to it
            users：还有空缺没有填写：客户、服务。填好再发，或确认就这样发给客户 | users: has gaps that nobody filled: customer, service. Fill them in, or confirm that it goes out so
        "#]],
    );
}

#[test]
fn why_a_command_is_refused() {
    let rejections = [
        Rejection::NotFound,
        Rejection::NotFromHere { transition: "resolve".into(), state: "new".into() },
        Rejection::Unknown("fly".to_owned()),
        Rejection::ApprovalClosed(ApprovalOutcome::Granted),
        Rejection::Final,
        Rejection::ApprovalPending,
        Rejection::Invalid(vec![
            FieldFault { field: "title".to_owned(), fault: Fault::Missing },
            FieldFault { field: "work[1].hours".to_owned(), fault: Fault::Kind("decimal") },
        ]),
    ];
    said(
        &rejections,
        &expect![[r#"
            没有找到 | Not found
            状态为「new」时不能「resolve」 | “resolve” can't be done in the state “new”
            没有「fly」 | There is no “fly”
            该审批已经结束：已通过 | The approval is closed: it was granted
            记录已经结束或作废，不能再修改 | The record is at its end or void and can't be changed
            正在等待审批 | An approval is pending
            title：必填；work，第 2 行，hours：应为小数，如 12.50 | title: must be filled; work, row 2, hours: must be a decimal number such as 12.50
        "#]],
    );
}

#[test]
fn what_a_condition_says() {
    let shipped = Definitions::shipped().unwrap();
    let mut told = String::new();
    for (process, source) in [
        ("document", "record.kind == \"policy\" && record.planned_from <= today"),
        ("document", "record.revision >= 1 && (record.state != \"obsolete\" || record.owner == actor.id)"),
        ("document", "\"document_manager\" in actor.roles || actor.id in record.participants"),
        ("document", "record.kind in [\"policy\", \"plan\"] && !has(record.department)"),
        ("incident", "record.is_open && !record.is_void && record.opened_at < now - days(30)"),
        ("incident", "record.clocks.response.outcome == \"breached\" && has(record.assignee)"),
        ("incident", "!(record.title.contains(\"VPN\") || record.escalated)"),
        ("incident", "record.customer == actor.customer"),
    ] {
        let process = shipped.process(process).unwrap();
        let schema = Schema::of(process).with_roles(shipped.roles.keys()).with_processes(shipped.processes.keys());
        let condition = Expression::check(source, &schema).unwrap();
        let Label { zh, en } = Explain { definitions: &shipped, process: Some(process) }.condition(&condition.root);
        told.push_str(&format!("{zh} | {en}\n"));
    }
    expect![[r#"
        类别为「方针和目标」，且计划生效日期不晚于今天 | Kind is “Policy and objectives” and To be in force from is no later than today
        现行版次不小于 1，且（状态不为「已作废」，或责任人为您本人） | Revision in force is at least 1 and (the state is not “Obsolete” or Owner is you)
        您担任文件管理员，或您参与了本记录 | you hold the role Document manager or you take part in the record
        类别是「方针和目标」、「服务管理计划」之一，且责任部门为空 | Kind is one of “Policy and objectives”, “Service management plan” and Department is empty
        记录未结束，且记录未作废，且创建时间早于 30 天前 | the record is open and the record is not void and when it was opened is before 30 days ago
        响应的结果为「已超时」，且处理人已填写 | Response clock: its outcome is “breached” and Assignee is filled
        并非（标题包含「VPN」，或已升级为是） | not (Title contains “VPN” or Escalated is yes)
        客户为您所属的客户 | Customer is your customer
    "#]].assert_eq(&told);
}
