//! What can be wrong with a record, in words.

use yuheng_definition::Label;

/// What doesn't fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An entry is missing.
    EntryMissing,
    /// An entry is there that no record's row knows of.
    EntryTooMany,
    /// An entry's bytes can't be read, or say that they belong elsewhere.
    EntryBroken(String),
    /// An entry is not the one that its follower, or the record's row, knows by its hash.
    EntryChanged,
    /// An entry is earlier than the one before it.
    EntryEarlier,
    /// An entry's version doesn't follow.
    Version,
    /// The state after an entry is not the one that it tells.
    State,
    /// A value behind a commitment is not the one that was written.
    ValueChanged(String),
    /// A value is missing, and no entry says that it was erased.
    ValueMissing(String),
    /// A value is there that no entry speaks of, or that was erased.
    ValueTooMany(String),
    /// The record's row is missing.
    RowMissing,
    /// The record's row can't be read.
    RowBroken(String),
    /// A column of the record's row is not what the history tells.
    Column(&'static str),
    /// Rows of a table are not those that the history tells.
    Rows(&'static str),
    /// An attachment's content is missing, or not what was attached.
    Content(String),
    /// A definition that the record ran under is not kept.
    DefinitionMissing(String),
    /// The text of a definition is not the one of its hash.
    DefinitionChanged(String),
    /// A number was given, and there is neither record nor entry of it.
    NumberMissing,
    /// A number was never given.
    NumberTooMany,
    /// A table has rows of a record that isn't there.
    Orphan(&'static str),
    /// An entry has no place in the feed.
    NotInFeed,
    /// The feed has gaps, places of no entry, or a record's entries out of order.
    Feed,
}

impl Fault {
    /// In words.
    #[must_use]
    pub fn label(&self) -> Label {
        let (zh, en) = match self {
            Self::EntryMissing => ("条目缺失".to_owned(), "the entry is missing".to_owned()),
            Self::EntryTooMany => ("多出的条目".to_owned(), "the entry is one too many".to_owned()),
            Self::EntryBroken(why) => (format!("条目无法读取：{why}"), format!("the entry can't be read: {why}")),
            Self::EntryChanged => ("条目与其哈希不符".to_owned(), "the entry is not the one of its hash".to_owned()),
            Self::EntryEarlier => ("条目早于前一条".to_owned(), "the entry is earlier than the one before".to_owned()),
            Self::Version => ("版本号不连续".to_owned(), "the version doesn't follow the one before".to_owned()),
            Self::State => {
                ("状态摘要不符".to_owned(), "the state after the entry is not the one that it tells".to_owned())
            }
            Self::ValueChanged(item) => (format!("值 {item} 被改动"), format!("the value {item} was changed")),
            Self::ValueMissing(item) => {
                (format!("值 {item} 缺失，且无擦除记录"), format!("the value {item} is missing, and not by erasure"))
            }
            Self::ValueTooMany(item) => {
                (format!("值 {item} 无对应条目"), format!("the value {item} is there, and no entry speaks of it"))
            }
            Self::RowMissing => ("记录行缺失".to_owned(), "the record's row is missing".to_owned()),
            Self::RowBroken(why) => (format!("记录行无法读取：{why}"), format!("the record can't be read: {why}")),
            Self::Column(name) => {
                (format!("列 {name} 与历史不符"), format!("the column {name} is not what the history tells"))
            }
            Self::Rows(table) => {
                (format!("表 {table} 与历史不符"), format!("the rows in {table} are not what the history tells"))
            }
            Self::Content(name) => (
                format!("附件内容缺失或被改动：{name}"),
                format!("the content of attachment {name} is missing or changed"),
            ),
            Self::DefinitionMissing(hash) => {
                (format!("定义 {hash} 的文本缺失"), format!("the text of definition {hash} is missing"))
            }
            Self::DefinitionChanged(hash) => (
                format!("定义 {hash} 的文本与其哈希不符"),
                format!("the text of definition {hash} is not the one of its hash"),
            ),
            Self::NumberMissing => ("编号对应的记录缺失".to_owned(), "the record of this number is missing".to_owned()),
            Self::NumberTooMany => ("编号从未发出".to_owned(), "the number was never given".to_owned()),
            Self::Orphan(table) => {
                (format!("表 {table} 中有不存在的记录的行"), format!("{table} has rows of a record that isn't there"))
            }
            Self::NotInFeed => ("条目不在总序列中".to_owned(), "the entry has no place in the feed".to_owned()),
            Self::Feed => ("总序列不连续".to_owned(), "the feed has gaps or places of no entry".to_owned()),
        };
        Label { zh, en }
    }
}
