//! Why something can't be grouped by, in words.

use yuheng_definition::{Label, nearest};

pub(super) fn without_stretch(id: &str) -> Label {
    Label {
        zh: format!("`{id}` 是时间，须写明按天、周还是月：`{id}:day`、`{id}:week` 或 `{id}:month`"),
        en: format!("`{id}` is a time: write `{id}:day`, `{id}:week` or `{id}:month`"),
    }
}

pub(super) fn no_time(id: &str) -> Label {
    Label {
        zh: format!("`{id}` 不是时间，后面不能写 `:`"),
        en: format!("`{id}` is no time: nothing may stand after it"),
    }
}

pub(super) fn not_by(id: &str) -> Label {
    Label {
        zh: format!("不能按 `{id}` 分组：只能按状态、选项、是否、引用和时间"),
        en: format!("records can't be grouped by `{id}`: only by states, choices, yes or no, references and times"),
    }
}

pub(super) fn unknown<'n>(id: &str, names: impl Iterator<Item = &'n str>) -> Label {
    let (zh, en) = nearest(id, names)
        .map_or_else(Default::default, |like| (format!("；是否想用 `{like}`？"), format!("; did you mean `{like}`?")));
    Label { zh: format!("没有字段 `{id}`{zh}"), en: format!("there is no field `{id}`{en}") }
}
