//! A condition in words: what a guard or a filter says, with the labels that people know its names by.

use yuheng_definition::expression::{ActorPath, ClockPath, Comparison, Node, Path, RecordPath, TextOperator};
use yuheng_definition::{FieldKind, Label, Value};

use super::{Explain, joined, plain};

/// Minutes in a day and in an hour.
const UNITS: [(i64, &str, &str); 2] = [(1440, "天", "days"), (60, "小时", "hours")];

impl Explain<'_> {
    /// What must hold for `node` to be true.
    #[must_use]
    pub fn condition(&self, node: &Node) -> Label {
        match node {
            Node::All(parts) => self.parts(parts, "，且", " and "),
            Node::Any(parts) => self.parts(parts, "，或", " or "),
            Node::Not(inner) => match &**inner {
                Node::Has(path) => around(&self.path_label(path), "为空", " is empty"),
                Node::Path(path) => self.truth(path, false),
                other => {
                    let inner = self.condition(other);
                    Label { zh: format!("并非（{}）", inner.zh), en: format!("not ({})", inner.en) }
                }
            },
            Node::IsTrue(inner) => self.condition(inner),
            Node::Has(path) => around(&self.path_label(path), "已填写", " is filled"),
            Node::Path(path) => self.truth(path, true),
            Node::Compare { operator, left, right, .. } => {
                let (zh, en) = compared(*operator, is_time(left) || is_time(right));
                let (named, other) = (self.term(left, right), self.term(right, left));
                Label { zh: format!("{}{zh}{}", named.zh, other.zh), en: format!("{} {en} {}", named.en, other.en) }
            }
            Node::In { item, list } => self.within(item, list),
            Node::Text { operator, subject, argument } => {
                let (zh, en) = match operator {
                    TextOperator::Contains => ("包含", "contains"),
                    TextOperator::StartsWith => ("开头是", "starts with"),
                    TextOperator::EndsWith => ("结尾是", "ends with"),
                };
                let (subject, argument) = (self.term(subject, argument), self.term(argument, subject));
                Label {
                    zh: format!("{}{zh}{}", subject.zh, argument.zh),
                    en: format!("{} {en} {}", subject.en, argument.en),
                }
            }
            Node::Literal(Value::Bool(true)) => Label::new("总是", "always"),
            Node::Literal(_) | Node::Unknown => Label::new("从不", "never"),
            Node::List(_) | Node::Shift { .. } | Node::Midnight(_) => self.term(node, node),
        }
    }

    fn parts(&self, parts: &[Node], zh: &str, en: &str) -> Label {
        let part = |node: &Node| {
            let label = self.condition(node);
            match node {
                Node::All(_) | Node::Any(_) => {
                    Label { zh: format!("（{}）", label.zh), en: format!("({})", label.en) }
                }
                _ => label,
            }
        };
        joined(&parts.iter().map(part).collect::<Vec<_>>(), zh, en)
    }

    fn truth(&self, path: &Path, is_true: bool) -> Label {
        let said = |zh, en| Label::new(zh, en);
        match (path, is_true) {
            (Path::Record(RecordPath::IsOpen), true) => said("记录未结束", "the record is open"),
            (Path::Record(RecordPath::IsOpen), false) => said("记录已结束", "the record is at its end"),
            (Path::Record(RecordPath::IsVoid), true) => said("记录已作废", "the record is void"),
            (Path::Record(RecordPath::IsVoid), false) => said("记录未作废", "the record is not void"),
            (path, true) => around(&self.path_label(path), "为是", " is yes"),
            (path, false) => around(&self.path_label(path), "为否", " is no"),
        }
    }

    fn within(&self, item: &Node, list: &Node) -> Label {
        match list {
            Node::Path(Path::Actor(ActorPath::Roles)) => match item {
                Node::Literal(Value::Text(role)) => {
                    let role = self.role(&role.as_str().into());
                    Label { zh: format!("您担任{}", role.zh), en: format!("you hold the role {}", role.en) }
                }
                other => around(&self.term(other, list), "是您的角色之一", " is one of your roles"),
            },
            Node::Path(Path::Record(RecordPath::Participants)) => match item {
                Node::Path(Path::Actor(ActorPath::Id)) => Label::new("您参与了本记录", "you take part in the record"),
                other => around(&self.term(other, list), "参与了本记录", " takes part in the record"),
            },
            list => {
                let (item, list) = (self.term(item, list), self.term(list, item));
                Label {
                    zh: format!("{}是{}之一", item.zh, list.zh), en: format!("{} is one of {}", item.en, list.en)
                }
            }
        }
    }

    /// What stands on one side of a comparison; beside a field an option is called as people call it.
    fn term(&self, node: &Node, beside: &Node) -> Label {
        match node {
            Node::Literal(value) => self.literal(value, beside),
            Node::List(items) => {
                joined(&items.iter().map(|item| self.term(item, beside)).collect::<Vec<_>>(), "、", ", ")
            }
            Node::Path(path) => self.path_label(path),
            Node::Midnight(day) => self.term(day, beside),
            Node::Shift { base, minutes } => self.shifted(base, *minutes),
            other => self.condition(other),
        }
    }

    fn shifted(&self, base: &Node, minutes: i64) -> Label {
        let found = UNITS.into_iter().find(|(size, ..)| minutes % size == 0);
        let (size, zh, en) = found.unwrap_or((1, "分钟", "minutes"));
        let count = minutes.abs() / size;
        let (zh_way, en_way) = if minutes < 0 { ("前", "before") } else { ("后", "after") };
        match base {
            Node::Path(Path::Now | Path::Today) if minutes < 0 => {
                Label { zh: format!(" {count} {zh}前"), en: format!("{count} {en} ago") }
            }
            base => {
                let base = self.term(base, base);
                Label {
                    zh: format!("{}{zh_way} {count} {zh}", base.zh),
                    en: format!("{count} {en} {en_way} {}", base.en),
                }
            }
        }
    }

    fn literal(&self, value: &Value, beside: &Node) -> Label {
        let text = match value {
            Value::Bool(true) => return Label::new("是", "yes"),
            Value::Bool(false) => return Label::new("否", "no"),
            Value::Int(number) => return Label { zh: format!(" {number}"), en: number.to_string() },
            Value::Text(text) => text.clone(),
            Value::List(_) | Value::Row(_) => return Label::new("表格", "a table"),
        };
        match beside {
            Node::Path(Path::Record(RecordPath::State)) => quoted(&self.state(&text)),
            Node::Path(Path::Clock(_, ClockPath::State | ClockPath::Outcome)) => quoted(&clock_word(&text)),
            Node::Path(Path::Record(RecordPath::Process)) => self.process_label(&text.as_str().into()),
            Node::Path(Path::Field(field)) => match self.process.and_then(|it| it.fields.get(field)).map(|it| &it.kind)
            {
                Some(FieldKind::Choice { options }) => {
                    quoted(&options.get(text.as_str()).cloned().unwrap_or_else(|| plain(&text)))
                }
                Some(FieldKind::Text { .. } | FieldKind::LongText { .. }) => quoted(&plain(&text)),
                _ => plain(&text),
            },
            _ => plain(&text),
        }
    }

    fn path_label(&self, path: &Path) -> Label {
        match path {
            Path::Field(field) => self.field(field.as_str()),
            Path::Column(table, column) => self.path(&format!("{table}.{column}")),
            Path::Record(path) => record_label(*path),
            Path::Clock(clock, path) => {
                let label = self.clock(clock.as_str());
                let (zh, en) = match path {
                    ClockPath::State => ("的计时状态", "clock: its state"),
                    ClockPath::Outcome => ("的结果", "clock: its outcome"),
                    ClockPath::StartedAt => ("的开始时间", "clock: its start"),
                    ClockPath::StoppedAt => ("的停止时间", "clock: its end"),
                    ClockPath::DueAt => ("的到期时间", "clock: when it is due"),
                };
                Label { zh: format!("{}{zh}", label.zh), en: format!("{} {en}", label.en) }
            }
            Path::Actor(ActorPath::Id) => Label::new("您本人", "you"),
            Path::Actor(ActorPath::Customer) => Label::new("您所属的客户", "your customer"),
            Path::Actor(ActorPath::Department) => Label::new("您所在的部门", "your department"),
            Path::Actor(ActorPath::Roles) => Label::new("您的角色", "your roles"),
            Path::Now => Label::new("现在", "now"),
            Path::Today => Label::new("今天", "today"),
        }
    }
}

fn record_label(path: RecordPath) -> Label {
    let (zh, en) = match path {
        RecordPath::Id | RecordPath::Number => ("编号", "the number"),
        RecordPath::Process => ("过程", "the process"),
        RecordPath::State => ("状态", "the state"),
        RecordPath::IsOpen => ("未结束", "open"),
        RecordPath::IsVoid => ("作废", "void"),
        RecordPath::OpenedAt => ("创建时间", "when it was opened"),
        RecordPath::OpenedBy => ("创建人", "whoever opened it"),
        RecordPath::UpdatedAt => ("更新时间", "when it was changed"),
        RecordPath::DueAt => ("到期时间", "when it is due"),
        RecordPath::ResolvedAt => ("解决时间", "when it was resolved"),
        RecordPath::ClosedAt => ("关闭时间", "when it was closed"),
        RecordPath::Definition => ("创建时的定义版本", "the version of the definition that it was opened under"),
        RecordPath::Participants => ("参与人", "whoever takes part"),
        RecordPath::Awaited => ("等待审批的步骤", "the steps that wait for an approval"),
        RecordPath::Doers => ("办理过的人", "whoever did something on it"),
        RecordPath::Mentioned | RecordPath::Unread => ("被提及的人", "whoever is mentioned"),
        RecordPath::Watchers => ("关注的人", "whoever follows it"),
    };
    Label::new(zh, en)
}

/// What a clock's state or outcome is called.
fn clock_word(word: &str) -> Label {
    match word {
        "running" => Label::new("计时中", "running"),
        "paused" => Label::new("已暂停", "paused"),
        "stopped" => Label::new("已停止", "stopped"),
        "met" => Label::new("已达成", "met"),
        "breached" => Label::new("已超时", "breached"),
        "cancelled" => Label::new("已取消", "cancelled"),
        other => plain(other),
    }
}

const fn compared(operator: Comparison, is_time: bool) -> (&'static str, &'static str) {
    match (operator, is_time) {
        (Comparison::Equal, _) => ("为", "is"),
        (Comparison::NotEqual, _) => ("不为", "is not"),
        (Comparison::Less, true) => ("早于", "is before"),
        (Comparison::LessOrEqual, true) => ("不晚于", "is no later than"),
        (Comparison::Greater, true) => ("晚于", "is after"),
        (Comparison::GreaterOrEqual, true) => ("不早于", "is no earlier than"),
        (Comparison::Less, false) => ("小于", "is less than"),
        (Comparison::LessOrEqual, false) => ("不大于", "is at most"),
        (Comparison::Greater, false) => ("大于", "is more than"),
        (Comparison::GreaterOrEqual, false) => ("不小于", "is at least"),
    }
}

const fn is_time(node: &Node) -> bool {
    matches!(node, Node::Path(Path::Now | Path::Today) | Node::Shift { .. } | Node::Midnight(_))
}

fn quoted(label: &Label) -> Label {
    Label { zh: format!("「{}」", label.zh), en: format!("“{}”", label.en) }
}

fn around(label: &Label, zh: &str, en: &str) -> Label {
    Label { zh: format!("{}{zh}", label.zh), en: format!("{}{en}", label.en) }
}
