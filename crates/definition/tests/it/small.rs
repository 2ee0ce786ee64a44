//! A small set of definitions to break.

use expect_test::Expect;
use yuheng_definition::{Definitions, Problem, Source, overlay};

const GROUPS: &str = r#"desk = { zh = "台", en = "Desk" }
"#;

const STAFF: &str = r#"label = { zh = "员工", en = "Staff" }
purpose = { zh = "员工。", en = "Whoever works here." }
held_by_staff = true
"#;

const DESK: &str = r#"label = { zh = "服务台", en = "Desk" }
purpose = { zh = "受理。", en = "Takes jobs." }
administers = true
"#;

const GUEST: &str = r#"label = { zh = "访客", en = "Guest" }
purpose = { zh = "访客。", en = "Somebody from outside." }
held_by_contacts = true
"#;

const PERSON: &str = r#"label = { zh = "人员", en = "Person" }
purpose = { zh = "人员。", en = "Our people." }
group = "desk"
lifetime = "standing"
prefix = "PER"
owner = "desk"
content = "person"
title = "name"
list = ["name"]
fields.name = { label = { zh = "姓名", en = "Name" }, type = "text" }
states.in_force = { label = { zh = "在职", en = "Active" }, kind = "in_force" }
"#;

/// A process with one of everything; the tests break it piece by piece.
pub const JOB: &str = r#"label = { zh = "工作", en = "Job" }
purpose = { zh = "工作。", en = "Work to be done." }
group = "desk"
lifetime = "work"
prefix = "JOB"
owner = "desk"
title = "title"
list = ["title", "state"]
clauses = ["guide:8.1"]

[fields]
title = { label = { zh = "标题", en = "Title" }, type = "text", max = 200, required = true }
size = { label = { zh = "大小", en = "Size" }, type = "choice", options = { big = { zh = "大", en = "Big" } }, default = "big" }
level = { label = { zh = "级别", en = "Level" }, type = "choice", options = { p1 = { zh = "一", en = "One" } } }
reason = { label = { zh = "理由", en = "Reason" }, type = "text" }
assignee = { label = { zh = "处理人", en = "Assignee" }, type = "reference", to = ["person"] }
parent = { label = { zh = "上级", en = "Parent" }, type = "reference", to = ["job"] }
late = { label = { zh = "迟", en = "Late" }, type = "boolean", derived = true }

[states]
new = { label = { zh = "新建", en = "New" }, kind = "open" }
held = { label = { zh = "挂起", en = "Held" }, kind = "waiting" }
done = { label = { zh = "完成", en = "Done" }, kind = "closed" }

[transitions.hold]
label = { zh = "挂起", en = "Hold" }
from = ["new"]
to = "held"
by = ["@assignee", "desk"]

[transitions.finish]
label = { zh = "完成", en = "Finish" }
from = ["new", "held"]
to = "done"
by = ["desk"]
requires = ["assignee"]
not_same_as = ["doer:hold"]
when = "record.size == \"big\""
sets = { reason = "empty" }
approval = { by = ["staff"], form = "one", not_same_as = ["opener"] }

[clocks.work]
label = { zh = "工作", en = "Work" }
runs_in = ["new"]
pauses_in = ["held"]
pause_reason = "size"
warn_at = [50, 90]

[relations.after]
label = { zh = "在后", en = "After" }
inverse = { zh = "在前", en = "Before" }
to = ["job"]

[[escalations]]
on = { clock = "work", share = 90 }
kind = "functional"
to = ["desk"]
sets = "late"

[[derivations]]
priority = { impact = "size", urgency = "size", to = "level", override_reason = "reason" }

[[derivations]]
copied = { from = "parent", field = "assignee", to = "assignee" }

[[converts]]
to = "job"
end = "done"
fields = ["title"]
relation = "after"

[[grants]]
roles = ["staff"]
actions = ["view"]
mask = ["reason"]

[[grants]]
roles = ["desk"]
actions = ["create", "update"]
scope = "assigned"
when = "record.state != \"done\""
"#;

const GUIDE: &str = r#"label = { zh = "指南", en = "Guide" }
[clauses]
"8" = { label = { zh = "运行", en = "Operation" } }
[clauses."8.1"]
label = { zh = "工作", en = "Jobs" }
owner = "desk"
[[clauses."8.1".rules]]
label = { zh = "没有积压", en = "Nothing lies about" }
none = { process = "job", filter = "record.is_open && record.opened_at < now - days(30)" }
"#;

const LOCALE: &str = r#"[sign_in]
title = { zh = "登录", en = "Sign in" }
"#;

/// The whole small set.
pub fn source() -> Source {
    [
        ("groups.toml", GROUPS),
        ("role/staff.toml", STAFF),
        ("role/desk.toml", DESK),
        ("role/guest.toml", GUEST),
        ("process/person.toml", PERSON),
        ("process/job.toml", JOB),
        ("standard/guide.toml", GUIDE),
        ("locale/page.toml", LOCALE),
    ]
    .into_iter()
    .collect()
}

/// What the loader says when `piece` of a file is replaced.
pub fn broken_in(file: &str, piece: &str, replacement: &str, expected: &Expect) {
    let mut source = source();
    let text = source.files[file].clone();
    assert!(text.contains(piece), "`{piece}` isn't in {file}");
    source.files.insert(file.to_owned(), text.replacen(piece, replacement, 1));
    expected.assert_eq(&said(Definitions::load(&source)));
}

/// The same for the process `job`.
pub fn broken(piece: &str, replacement: &str, expected: &Expect) {
    broken_in("process/job.toml", piece, replacement, expected);
}

/// What the loader says with an overlay laid over the set.
pub fn laid(text: &str, expected: &Expect) {
    expected.assert_eq(&said(overlay::apply(&source(), text).and_then(|source| Definitions::load(&source))));
}

/// The problems, one a line.
pub fn said<T>(result: Result<T, Vec<Problem>>) -> String {
    match result {
        Ok(_) => "no problems".to_owned(),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}
