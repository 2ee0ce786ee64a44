//! What the engine's refusals say to people, in both languages, with the labels of the definitions.

use yuheng_definition::{Action, Definitions, Label, Process};
use yuheng_engine::{Fault, Missing};

/// The stable word for what is missing.
#[must_use]
pub const fn missing_kind(missing: &Missing) -> &'static str {
    match missing {
        Missing::Role(_) => "role",
        Missing::NamedBy(_) => "named_by",
        Missing::Grant(..) => "grant",
        Missing::SomebodyElse(_) => "somebody_else",
        Missing::Guard(_) => "guard",
        Missing::Turn => "turn",
        Missing::Voter => "voter",
        Missing::Token => "token",
    }
}

/// What is missing, in words.
#[must_use]
pub fn missing(missing: &Missing, definitions: &Definitions, process: Option<&Process>) -> Label {
    match missing {
        Missing::Role(roles) => {
            let labels: Vec<Label> = roles
                .iter()
                .map(|id| definitions.roles.get(id).map_or_else(|| same(id.as_str()), |role| role.label.clone()))
                .collect();
            sentence("需要角色：", &labels, "、", "Needs one of the roles: ", ", ")
        }
        Missing::NamedBy(fields) => {
            let labels: Vec<Label> = fields
                .iter()
                .map(|id| {
                    let field = process.and_then(|process| process.fields.get(id));
                    field.map_or_else(|| same(id.as_str()), |field| field.label.clone())
                })
                .collect();
            sentence("只有此字段指定的人可以：", &labels, "、", "Only for whoever is named in: ", ", ")
        }
        Missing::Grant(wanted, process) => {
            let process = definitions.process(process.as_str()).map_or_else(|| same(process.as_str()), |it| it.label.clone());
            let wanted = action(*wanted);
            Label::new(
                &format!("没有对“{}”的“{}”权限", process.zh, wanted.zh),
                &format!("The right to {} is missing for {}", wanted.en, process.en),
            )
        }
        Missing::SomebodyElse(part) => Label::new(
            &format!("职责分离：必须由“{}”以外的人执行", part.zh),
            &format!("Separation of duties: has to be somebody other than {}", part.en),
        ),
        Missing::Guard(source) => {
            Label::new(&format!("条件不满足：{source}"), &format!("The condition does not hold: {source}"))
        }
        Missing::Turn => Label::new("还没有轮到您，或您已经投过票", "It is not your turn, or you have voted already"),
        Missing::Voter => Label::new("没有人可以审批", "Nobody could approve it"),
        Missing::Token => Label::new("此令牌不允许这样做", "The token does not allow it"),
    }
}

/// What an action is called.
#[must_use]
pub fn action(action: Action) -> Label {
    let (zh, en) = match action {
        Action::View => ("查看", "view"),
        Action::ViewInternal => ("查看内部内容", "view internal content"),
        Action::Create => ("新建", "create"),
        Action::Update => ("修改", "update"),
        Action::Comment => ("回复", "comment"),
        Action::Note => ("写内部备注", "write internal notes"),
        Action::Relate => ("建立关联", "relate"),
        Action::Void => ("作废", "void"),
        Action::Convert => ("转换", "convert"),
        Action::Export => ("导出", "export"),
        Action::ViewConfidential => ("查看保密记录", "view confidential records"),
    };
    Label::new(zh, en)
}

/// The stable word for a fault.
#[must_use]
pub const fn fault_code(fault: &Fault) -> &'static str {
    match fault {
        Fault::Unknown(_) => "unknown",
        Fault::Missing => "missing",
        Fault::Kind(_) => "kind",
        Fault::TooLong(_) => "too_long",
        Fault::OutOfBounds(..) => "out_of_bounds",
        Fault::NoOption(_) => "no_option",
        Fault::NoSuchRecord(_) => "no_such_record",
        Fault::WrongProcess(_) => "wrong_process",
        Fault::Derived => "derived",
        Fault::Fixed => "fixed",
        Fault::Masked => "masked",
        Fault::Taken => "taken",
        Fault::NoRelation(_) => "no_relation",
        Fault::Content(_) => "content",
    }
}

/// What is wrong with a field, in words.
#[must_use]
pub fn fault(fault: &Fault) -> Label {
    match fault {
        Fault::Unknown(None) => Label::new("没有这个字段", "There is no such field"),
        Fault::Unknown(Some(nearest)) => {
            Label::new(&format!("没有这个字段；是否指 {nearest}"), &format!("There is no such field; did you mean {nearest}"))
        }
        Fault::Missing => Label::new("必须填写", "Has to be filled in"),
        Fault::Kind(kind) => Label::new(&format!("应为 {kind}"), &format!("Has to be a {kind}")),
        Fault::TooLong(limit) => {
            Label::new(&format!("最多 {limit} 个字符"), &format!("Holds {limit} characters at most"))
        }
        Fault::OutOfBounds(min, max) => bounds(*min, *max),
        Fault::NoOption(options) => {
            let options = options.join(", ");
            Label::new(&format!("只能是：{options}"), &format!("Has to be one of: {options}"))
        }
        Fault::NoSuchRecord(_) => Label::new("没有这条记录", "There is no such record"),
        Fault::WrongProcess(processes) => {
            let names = processes.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
            Label::new(&format!("必须指向：{names}"), &format!("Has to point to: {names}"))
        }
        Fault::Derived => Label::new("由系统填写", "Is filled in by the system"),
        Fault::Fixed => Label::new("创建后不能修改", "Can't be changed once set"),
        Fault::Masked => Label::new("您不能填写此字段", "You may not set this field"),
        Fault::Taken => Label::new("已被另一条记录使用", "Another record has this value already"),
        Fault::NoRelation(kind) => Label::new(
            &format!("不能以 {kind} 关联这条记录"),
            &format!("A relation {kind} to this record is not allowed"),
        ),
        Fault::Content(label) => label.clone(),
    }
}

fn bounds(min: Option<i64>, max: Option<i64>) -> Label {
    match (min, max) {
        (Some(min), Some(max)) => Label::new(&format!("应在 {min} 到 {max} 之间"), &format!("Has to be from {min} to {max}")),
        (Some(min), None) => Label::new(&format!("不小于 {min}"), &format!("Has to be {min} or more")),
        (None, Some(max)) => Label::new(&format!("不大于 {max}"), &format!("Has to be {max} or less")),
        (None, None) => Label::new("超出范围", "Is out of bounds"),
    }
}

fn same(text: &str) -> Label {
    Label::new(text, text)
}

fn sentence(zh: &str, parts: &[Label], zh_comma: &str, en: &str, en_comma: &str) -> Label {
    let zh_parts: Vec<&str> = parts.iter().map(|label| label.zh.as_str()).collect();
    let en_parts: Vec<&str> = parts.iter().map(|label| label.en.as_str()).collect();
    Label { zh: format!("{zh}{}", zh_parts.join(zh_comma)), en: format!("{en}{}", en_parts.join(en_comma)) }
}
