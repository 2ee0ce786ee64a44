//! What a record means for an objective: it counts and passes, it counts and fails, or it is left out, and why.

use yuheng_definition::Label;
use yuheng_definition::expression::{Facts, Node, Path, RecordPath, evaluate};

/// Which of an objective's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that count.
    Counted,
    /// Those that count and pass.
    Passed,
    /// Those that count and don't pass.
    Failed,
    /// Those that are left out.
    LeftOut,
}

/// What a record means for a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It counts and passes.
    Passed,
    /// It counts and doesn't pass.
    Failed,
    /// It is left out, for this reason.
    LeftOut(Label),
}

/// How an objective splits records: what is left out and what counts are the population, what passes and what fails are
/// what counts. A condition that can't be said of a record does not hold for it.
pub(super) struct Split {
    pub(super) population: Node,
    pub(super) exclusions: Vec<(Label, Node)>,
    pub(super) pass: Node,
}

impl Split {
    /// What a record must be to belong to `which`.
    pub(super) fn node(&self, which: Which) -> Node {
        Node::all([self.population.clone(), self.side(which)])
    }

    /// What a record of the population must be to belong to `which`.
    pub(super) fn side(&self, which: Which) -> Node {
        let excluded = Node::Any(self.exclusions.iter().map(|(_, filter)| filter.clone()).collect());
        match which {
            Which::Counted => fails(excluded),
            Which::Passed => Node::all([fails(excluded), self.pass.clone()]),
            Which::Failed => Node::all([fails(excluded), fails(self.pass.clone())]),
            Which::LeftOut => excluded,
        }
    }

    /// What the record behind `facts` means: the first exclusion that holds gives the reason.
    pub(super) fn verdict(&self, facts: &dyn Facts) -> Verdict {
        let excluded = self.exclusions.iter().find(|(_, filter)| evaluate(filter, facts).holds());
        match excluded {
            Some((reason, _)) => Verdict::LeftOut(reason.clone()),
            None if evaluate(&self.pass, facts).holds() => Verdict::Passed,
            None => Verdict::Failed,
        }
    }

    /// Left out by the exclusion at `index`, and by none before it.
    pub(super) fn excluded_by(&self, index: usize) -> Node {
        let before = self.exclusions[..index].iter().map(|(_, filter)| fails(filter.clone()));
        Node::all(before.chain([self.exclusions[index].1.clone(), self.population.clone()]))
    }
}

/// A text and its English, which stands in for itself where there is none.
pub(super) fn label(text: &str, english: Option<&str>) -> Label {
    Label { zh: text.to_owned(), en: english.unwrap_or(text).to_owned() }
}

/// What every objective leaves out before anything else: whoever may make a record void can't mend a figure by it.
pub(super) fn void() -> (Label, Node) {
    (Label::new("已作废", "Void"), Node::Path(Path::Record(RecordPath::IsVoid)))
}

/// `node` does not hold, be it because it can't be said.
pub(super) fn fails(node: Node) -> Node {
    Node::Not(Box::new(Node::IsTrue(Box::new(node))))
}

#[cfg(test)]
mod tests {
    use yuheng_definition::Value;

    use super::*;

    /// Three fields of truths, each of which may be absent.
    struct Given([Option<bool>; 3]);

    const FIELDS: [&str; 3] = ["planned", "waived", "met"];

    impl Facts for Given {
        fn value(&self, path: &Path) -> Option<Value> {
            let Path::Field(field) = path else { return None };
            let place = FIELDS.iter().position(|name| field.as_str() == *name)?;
            self.0[place].map(Value::Bool)
        }

        fn midnight(&self, _: &str) -> Option<Value> {
            None
        }
    }

    #[test]
    fn every_record_of_the_population_is_on_one_side() {
        let [planned, waived, pass] = FIELDS.map(|field| Node::Path(Path::Field(field.into())));
        let exclusions = vec![(label("planned", None), planned), (label("waived", None), waived)];
        let split = Split { population: Node::truth(true), exclusions, pass };
        let truths = [None, Some(false), Some(true)];
        for given in truths.iter().flat_map(|a| truths.iter().flat_map(|b| truths.map(|c| Given([*a, *b, c])))) {
            let is = |node: Node| evaluate(&node, &given).holds();
            let sides =
                [Which::Counted, Which::LeftOut, Which::Passed, Which::Failed].map(|which| is(split.node(which)));
            let reasons = [0, 1].map(|index| is(split.excluded_by(index)));
            let expected = match split.verdict(&given) {
                Verdict::Passed => ([true, false, true, false], [false, false]),
                Verdict::Failed => ([true, false, false, true], [false, false]),
                Verdict::LeftOut(reason) => {
                    ([false, true, false, false], [reason.zh == "planned", reason.zh == "waived"])
                }
            };
            assert_eq!((sides, reasons), expected, "{:?}", given.0);
        }
    }
}
