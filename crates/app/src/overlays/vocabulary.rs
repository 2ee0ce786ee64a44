//! The keys and words of the definitions as people call them.

use yuheng_definition::Label;

/// What a value under a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Nothing: a number, a text, or words of [`WORDS`].
    Nothing,
    /// Fields, and what all records have.
    Fields,
    States,
    Relations,
    Clocks,
    Processes,
    Groups,
    /// Roles, and fields that name people.
    Holders,
    /// Who has had a part in the record.
    Parties,
    /// A condition, or several.
    Condition,
    /// A value of the field.
    Value,
    /// What a step fills, by field.
    Sets,
    /// Fields by role.
    Masks,
    /// Whole options or columns by id: their labels say it.
    Labelled,
}

use Names::{
    Clocks, Condition, Fields, Groups, Holders, Labelled, Masks, Nothing, Parties, Processes, Relations, Sets, States,
    Value,
};

/// What a key is called and what stands under it; before others those that mean something else in one part, `part.key`.
const KEYS: &[(&str, &str, &str, Names)] = &[
    ("fields.to", "引用", "Refers to", Processes),
    ("relations.to", "可关联", "Leads to", Processes),
    ("escalations.to", "升级给", "To", Holders),
    ("escalations.sets", "标记字段", "Marks", Fields),
    ("transitions.from", "从", "From", States),
    ("transitions.to", "到", "To", States),
    ("converts.to", "转为", "Into", Processes),
    ("converts.end", "原记录终止于", "Ends in", States),
    ("process.end", "原记录终止于", "Ends in", States),
    ("derivations.from", "取自", "From", Fields),
    ("derivations.field", "取其字段", "Its field", Nothing),
    ("derivations.form", "表单", "Form", Fields),
    ("derivations.by", "记录人", "By", Nothing),
    ("states.kind", "含义", "Meaning", Nothing),
    ("label", "名称", "Name", Nothing),
    ("ask", "给客户的问法", "As customers are asked", Nothing),
    ("purpose", "目的", "Purpose", Nothing),
    ("help", "填写说明", "Help", Nothing),
    ("group", "导航分组", "Group", Groups),
    ("lifetime", "类型", "Kind", Nothing),
    ("prefix", "编号前缀", "Prefix", Nothing),
    ("owner", "负责角色", "Owner", Holders),
    ("content", "用途", "Read as", Nothing),
    ("title", "标题字段", "Title", Fields),
    ("list", "列表的列", "Columns of the list", Fields),
    ("clauses", "条款", "Clauses", Nothing),
    ("masks", "对角色隐藏的字段", "Hidden from roles", Masks),
    ("converts", "转换", "Conversions", Nothing),
    ("merges", "合并", "Merging", Nothing),
    ("splits", "拆分", "Splitting", Nothing),
    ("renamed_states", "改了名的状态", "Renamed states", States),
    ("type", "类型", "Type", Nothing),
    ("max", "上限", "Most", Nothing),
    ("min", "下限", "Least", Nothing),
    ("options", "选项", "Options", Labelled),
    ("columns", "表格的列", "Columns", Labelled),
    ("format", "格式", "Format", Nothing),
    ("required", "必填", "Required", Nothing),
    ("default", "默认值", "Default", Value),
    ("default_at", "按入口的默认值", "Default by door", Value),
    ("default_for", "按角色的默认值", "Default by role", Value),
    ("indexed", "可快速筛选排序", "Filtered and sorted quickly", Nothing),
    ("search", "可搜索", "Found by search", Nothing),
    ("personal", "个人信息", "About a person", Nothing),
    ("internal", "仅内部", "Internal", Nothing),
    ("derived", "系统填写", "Filled by the system", Nothing),
    ("fixed", "建立后不变", "Never changed", Nothing),
    ("not_actor", "不能填本人", "Nobody names themselves", Nothing),
    ("keeps_customer", "填后客户不再改", "Keeps the customer", Nothing),
    ("by_step", "填后只由步骤修改", "Changed by steps only", Nothing),
    ("unique", "不重复", "Unique", Nothing),
    ("retired", "停用", "Retired", Nothing),
    ("stays", "停留在原状态", "Stays in", States),
    ("by", "谁可以办", "Who may", Holders),
    ("requires", "必须填写", "Must be filled", Fields),
    ("asks", "也询问", "Asks for too", Fields),
    ("comment", "说明", "Comment", Nothing),
    ("not_same_as", "不得由这些人办理", "Not by any of these", Parties),
    ("when", "条件", "Only if", Condition),
    ("otherwise", "条件不满足时的话", "Said where it is not so", Nothing),
    ("approval", "审批", "Approval", Nothing),
    ("after", "自动进行", "By itself", Nothing),
    ("sets", "自动填写", "Fills in", Sets),
    ("tells", "通知", "Tells", Holders),
    ("opens", "开出记录", "Opens records", Nothing),
    ("waits_for", "须先结束", "Waits for", Nothing),
    ("form", "审批方式", "How they agree", Nothing),
    ("share", "比例", "Share", Nothing),
    ("steps", "节点", "Steps", Nothing),
    ("covers", "审批的内容", "Covers", Fields),
    ("may", "审批人还可以", "Voters may also", Nothing),
    ("copies", "抄送", "Copied to", Holders),
    ("id", "标识", "Id", Nothing),
    ("business_minutes", "服务分钟", "Minutes of service", Nothing),
    ("working_days", "工作日", "Working days", Nothing),
    ("day", "日期到了", "On the day of", Fields),
    ("answer", "客户答复时", "When the customer answers", Nothing),
    ("promise", "对客户的说法", "Promised", Nothing),
    ("runs_in", "计时状态", "Runs in", States),
    ("pauses_in", "暂停状态", "Pauses in", States),
    ("pause_reason", "暂停原因", "Reason for the pause", Fields),
    ("resumes", "重新打开后接着计", "Goes on when reopened", Nothing),
    ("warn_at", "预警（%）", "Warns at (%)", Nothing),
    ("in", "状态", "In", States),
    ("says", "告诉客户", "Says", Nothing),
    ("turn", "轮到客户", "Their turn", Nothing),
    ("inverse", "反向名称", "From the other side", Nothing),
    ("impact", "传递影响", "Impact travels along it", Nothing),
    ("on", "起因", "On", Nothing),
    ("kind", "方式", "Kind", Nothing),
    ("clock", "计时", "Clock", Clocks),
    ("silence_minutes", "无动静分钟", "Minutes of silence", Nothing),
    ("roles", "角色", "Roles", Holders),
    ("actions", "可以", "May", Nothing),
    ("scope", "范围", "Of which records", Nothing),
    ("mask", "不含字段", "But for", Fields),
    ("process", "过程", "Process", Processes),
    ("end", "终止于", "Ends in", States),
    ("fields", "带过去的字段", "Goes along", Fields),
    ("relation", "关联", "Relation", Relations),
    ("rows", "按表格的行", "A row each", Fields),
    ("to", "填入", "Into", Fields),
    ("from", "取自", "From", Fields),
    ("value", "值", "Value", Nothing),
    ("field", "字段", "Field", Fields),
    ("for_contacts", "客户联系人的角色", "For contacts", Nothing),
    ("held_by_contacts", "每位客户联系人都担任", "Held by every contact", Nothing),
    ("held_by_staff", "每位员工都担任", "Held by all staff", Nothing),
    ("administers", "系统管理", "Administers", Nothing),
    ("founds", "建账时使用", "Founds", Nothing),
    ("grants", "权限", "Rights", Nothing),
];

/// What words are called; before others those that mean something else under one key, `key.word`.
const WORDS: &[(&str, &str, &str)] = &[
    ("lifetime.work", "有始有终的工作", "Work with an end"),
    ("lifetime.standing", "长期有效的记录", "Standing records"),
    ("type.text", "单行文字", "One line of text"),
    ("type.long_text", "多行文字", "Long text"),
    ("type.integer", "整数", "Whole number"),
    ("type.decimal", "小数", "Decimal number"),
    ("type.boolean", "是 / 否", "Yes or no"),
    ("type.date", "日期", "Date"),
    ("type.timestamp", "日期时间", "Date and time"),
    ("type.choice", "选项", "Choice"),
    ("type.reference", "引用", "Reference"),
    ("type.table", "表格", "Table"),
    ("search.no", "搜不到", "By nobody"),
    ("search.public", "能看到记录的人", "Whoever sees the record"),
    ("search.internal", "能看到内部内容的人", "Whoever sees what is internal"),
    ("kind.draft", "草稿", "Draft"),
    ("kind.open", "处理中", "Open"),
    ("kind.waiting", "等待外部", "Waiting"),
    ("kind.resolved", "已解决待确认", "Resolved"),
    ("kind.closed", "已结束", "Closed"),
    ("kind.cancelled", "已取消", "Cancelled"),
    ("kind.in_force", "生效", "In force"),
    ("kind.retired", "已停用", "Retired"),
    ("kind.functional", "职能升级", "Functional"),
    ("kind.hierarchic", "逐级上报", "Hierarchic"),
    ("kind.customer", "告知客户", "The customer is told"),
    ("comment.optional", "可写内部备注", "A note if one likes"),
    ("comment.optional_public", "可写公开回复", "A public comment if one likes"),
    ("comment.public", "必须公开回复", "A public comment"),
    ("comment.internal", "必须写内部备注", "An internal note"),
    ("form.one", "或签（一人同意）", "Any one"),
    ("form.all", "会签（全部同意）", "All"),
    ("form.share", "按比例", "A share"),
    ("form.in_turn", "依次审批", "In turn"),
    ("may.add", "加签", "Add others"),
    ("may.hand_on", "转签", "Hand it on"),
    ("may.send_back", "退回到节点", "Send it back to a step"),
    ("sets.empty", "清空", "Emptied"),
    ("sets.actor", "办理人", "Whoever does it"),
    ("sets.actor_department", "办理人的部门", "Their department"),
    ("sets.now", "当时", "That moment"),
    ("sets.today", "当天", "That day"),
    ("sets.next", "加一", "One more"),
    ("actions.view", "查看", "View"),
    ("actions.view_internal", "查看内部内容", "View what is internal"),
    ("actions.view_confidential", "查看保密记录", "View what is confidential"),
    ("actions.view_as", "以其身份查看", "View as"),
    ("actions.create", "新建", "Create"),
    ("actions.update", "修改", "Update"),
    ("actions.comment", "公开回复", "Comment"),
    ("actions.note", "内部备注", "Note"),
    ("actions.relate", "建立关联", "Relate"),
    ("actions.void", "作废", "Void"),
    ("actions.convert", "转换", "Convert"),
    ("actions.merge", "合并", "Merge"),
    ("actions.export", "导出", "Export"),
    ("scope.all", "全部", "All"),
    ("scope.customer", "本客户", "Of their customer"),
    ("scope.department", "本部门", "Of their department"),
    ("scope.own", "本人建立", "Their own"),
    ("scope.assigned", "分派给本人", "Assigned to them"),
    ("scope.participant", "本人参与", "They take part in"),
    ("number", "编号", "Number"),
    ("state", "状态", "State"),
    ("due_at", "到期时间", "Due"),
    ("opened_at", "创建时间", "Opened"),
    ("opened_by", "创建人", "Opened by"),
    ("updated_at", "更新时间", "Updated"),
    ("resolved_at", "解决时间", "Resolved"),
    ("closed_at", "关闭时间", "Closed"),
    ("opener", "开单人", "Whoever opened it"),
];

/// What the key is called in that part of a process, and what stands under it; none: it is no key.
pub(super) fn key(part: &str, key: &str) -> Option<(Label, Names)> {
    let in_part = format!("{part}.{key}");
    let found = KEYS.iter().find(|(known, ..)| *known == in_part).or_else(|| KEYS.iter().find(|it| it.0 == key));
    found.map(|(_, zh, en, names)| (Label::new(zh, en), *names))
}

/// What a word under a key is called; none: it is none of the definitions' words.
pub(super) fn word(key: &str, word: &str) -> Option<Label> {
    let under_key = format!("{key}.{word}");
    let found = WORDS.iter().find(|(known, ..)| *known == under_key).or_else(|| WORDS.iter().find(|it| it.0 == word));
    found.map(|(_, zh, en)| Label::new(zh, en))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_key_and_word_is_there_once() {
        let keys: BTreeSet<_> = KEYS.iter().map(|(key, ..)| key).collect();
        let words: BTreeSet<_> = WORDS.iter().map(|(word, ..)| word).collect();
        assert_eq!((keys.len(), words.len()), (KEYS.len(), WORDS.len()));
    }
}
