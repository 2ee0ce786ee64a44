//! What the program carries.

use yuheng_definition::{Definitions, Process, Source};

#[test]
fn shipped_definitions_have_no_problems() {
    if let Err(problems) = Definitions::load(&Source::shipped()) {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn a_kept_version_reads_back_as_the_same_process() {
    let definitions = Definitions::shipped().unwrap();
    for process in definitions.processes.values() {
        let kept = Process::from_canonical(&process.text).unwrap();
        assert_eq!(kept.hash, process.hash);
        assert_eq!(kept.fields, process.fields);
    }
}
