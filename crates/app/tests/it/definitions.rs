//! Definitions coming into force while work runs under earlier ones.

use yuheng_app::Error;
use yuheng_definition::Source;

use crate::company::Company;

/// The shipped definitions with `from` turned into `to` in one file.
pub fn changed(file: &str, from: &str, to: &str) -> Source {
    let mut source = Source::shipped();
    for (path, text) in &mut source.files {
        if path == file {
            assert!(text.contains(from), "{file} has {from}");
            *text = text.replace(from, to);
        }
    }
    source
}

/// What the flow of an open incident names is of another type.
fn retyped() -> Source {
    let solution = r#"solution = { label = { zh = "解决方案", en = "Solution" }, type = "#;
    let (long, short) = (format!(r#"{solution}"long_text""#), format!(r#"{solution}"text", max = 900"#));
    changed("process/incident.toml", &long, &short)
}

#[tokio::test]
async fn definitions_that_break_a_flow_in_use_do_not_come_into_force() {
    let company = Company::new().await;
    company.incident("low", "low").await;
    let Err(Error::Definitions(problems)) = company.reopened(retyped()).await.map(|_| ()) else {
        panic!("they came into force");
    };
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|line| line.contains("incident.toml") && line.contains("solution")), "{told:?}");
}

#[tokio::test]
async fn what_a_flow_in_use_names_stays_where_definitions_lack_it() {
    let company = Company::new().await;
    company.incident("low", "low").await;
    let source = changed("process/incident.toml", "hold_reason", "waiting_for");
    assert!(company.reopened(source).await.is_ok());
}

#[tokio::test]
async fn without_work_on_the_old_flow_the_same_definitions_come_into_force() {
    let company = Company::new().await;
    assert!(company.reopened(retyped()).await.is_ok());
}
