//! Which groups of counts are given by themselves, and how all records are shared out among them, what is left of a group that
//! is split, and the rest.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_engine::{Group, Grouping, failpoint};

use crate::view::References;

/// The most groups of what is grouped by first.
const MOST: usize = 200;
/// The most parts that each of them is split into.
const MOST_PARTS: usize = 20;
/// A sum and what of it is counted apart.
pub(super) type Sum = (u64, u64);

/// Groups with their sums, in order.
pub(super) type Sums = Vec<(Vec<Group>, Sum)>;

/// The groups that are given by themselves, of each of the two that are grouped by: the others are summed.
#[derive(Default)]
pub(super) struct Given {
    pub(super) first: BTreeSet<Group>,
    pub(super) second: BTreeSet<Group>,
}

/// All records, by how they are told of.
#[derive(Default)]
pub(super) struct Shares {
    /// The groups that are given.
    pub(super) whole: Sums,
    /// What of a group that is split is in none of its parts.
    pub(super) remainders: BTreeMap<Group, Sum>,
    /// The rest.
    pub(super) left: Sums,
}

impl Given {
    /// Of times the latest are given, of others the largest.
    pub(super) fn of(groups: &BTreeMap<Vec<Group>, Sum>, is_time: bool) -> Self {
        let sums = |at: usize| {
            let mut sums: BTreeMap<Group, u64> = BTreeMap::new();
            for (group, (count, _)) in groups.iter().filter_map(|(group, sum)| Some((group.get(at)?, *sum))) {
                *sums.entry(group.clone()).or_default() += count;
            }
            sums
        };
        let largest = |sums: BTreeMap<Group, u64>, most| {
            let mut sums: Vec<_> = sums.into_iter().collect();
            sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            sums.into_iter().take(most).map(|(group, _)| group).collect::<BTreeSet<_>>()
        };
        let first = match is_time {
            true => sums(0).into_keys().rev().take(MOST).collect(),
            false => largest(sums(0), MOST),
        };
        Self { first, second: largest(sums(1), MOST_PARTS) }
    }

    /// A record that the reader can't be told of has no group of its own.
    pub(super) fn keep_told(&mut self, references: &References) {
        let is_told = |group: &Group| match group {
            Group::Reference(id) => references.contains_key(id),
            _ => true,
        };
        self.first.retain(is_told);
        self.second.retain(is_told);
    }

    pub(super) fn shares(&self, groups: BTreeMap<Vec<Group>, Sum>) -> Shares {
        let mut shares = Shares::default();
        for (group, sum) in groups {
            match group.as_slice() {
                [first, rest @ ..] if self.first.contains(first) => match rest {
                    [part] if !self.second.contains(part) && !failpoint::armed("app.counts_lose_a_remainder") => {
                        let remainder = shares.remainders.entry(first.clone()).or_default();
                        *remainder = plus(*remainder, sum);
                    }
                    [part] if !self.second.contains(part) => shares.left.push((group, sum)),
                    _ => shares.whole.push((group, sum)),
                },
                _ => shares.left.push((group, sum)),
            }
        }
        shares
    }
}

/// The filter of what is left out, where all of it came earlier than what is given.
pub(super) fn earlier(by: &Grouping, given: &Given, left: &Sums) -> Option<String> {
    let first = given.first.first()?;
    let all_before = left.iter().all(|(groups, _)| groups.first().is_some_and(|group| group < first));
    by.before(first).filter(|_| all_before)
}

pub(super) const fn plus(one: Sum, other: Sum) -> Sum {
    (one.0 + other.0, one.1 + other.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_most_is_summed() {
        let groups = |count: usize| (0..count).map(|at| (vec![Group::Age(at)], (at as u64, 1))).collect();
        let shares = |count: usize| Given::of(&groups(count), false).shares(groups(count));
        assert_eq!((shares(MOST).whole.len(), shares(MOST).left.len()), (MOST, 0));
        let some = shares(MOST + 2);
        assert_eq!((some.whole.len(), some.left.len()), (MOST, 2));
        assert_eq!(some.left.last().map(|(_, sum)| *sum), Some((1, 1)), "the smallest are left out");
        assert_eq!(some.whole.first().map(|(group, _)| group.clone()), Some(vec![Group::Age(2)]));
    }

    #[test]
    fn a_bar_s_parts_and_its_remainder_are_all_of_it() {
        let word = |at: usize| Group::Word(format!("w{at}"));
        let parts = |of: usize, counts: std::ops::Range<usize>| {
            counts.map(move |at| (vec![word(of), Group::Age(at)], (at as u64, 0)))
        };
        // The second bar has nothing but what is small in both.
        let groups: BTreeMap<_, _> = parts(1, 1..MOST_PARTS + 3).chain(parts(2, 1..2)).collect();
        let shares = Given::of(&groups, false).shares(groups);
        assert_eq!((shares.whole.len(), shares.left.len()), (MOST_PARTS, 0));
        assert_eq!(shares.remainders, BTreeMap::from([(word(1), (3, 0)), (word(2), (1, 0))]));
    }
}
