//! Chance that comes out the same each time: a stream of numbers from a seed (SplitMix64).

/// A stream of numbers.
#[derive(Clone, Debug)]
pub struct Chance(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Chance {
    /// The stream with the number `stream` of `seed`: streams of one seed have nothing to do with each other.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut mixed = Self(seed ^ stream.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        Self(mixed.next() ^ stream)
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `bound`, which it does not reach; 0 when that is 0.
    pub const fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.next() % bound }
    }

    /// A number from `from` to `to`, both included.
    pub const fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = to.abs_diff(from);
        if to < from { from } else { from.wrapping_add_unsigned(self.below(width + 1)) }
    }

    /// A share from 0 up to 1, which it does not reach.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether it comes to what happens so many times in a hundred.
    pub const fn happens(&mut self, percent: u8) -> bool {
        self.below(100) < percent as u64
    }

    /// One of `items`.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let place = self.below(items.len() as u64);
        items.get(usize::try_from(place).unwrap_or_default())
    }

    /// One of `items`, each as often as its weight says; none when all weigh nothing.
    pub fn weighed<T>(&mut self, items: impl Iterator<Item = (T, u64)> + Clone) -> Option<T> {
        let mut left = self.below(items.clone().map(|(_, weight)| weight).sum());
        for (item, weight) in items {
            if left < weight {
                return Some(item);
            }
            left -= weight;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_comes_out_the_same_and_is_no_others() {
        let some = |seed, stream| {
            let mut chance = Chance::new(seed, stream);
            [chance.next(), chance.next(), chance.next()]
        };
        assert_eq!(some(7, 1), some(7, 1));
        assert_ne!(some(7, 1), some(7, 2));
        assert_ne!(some(7, 1), some(8, 1));
    }

    #[test]
    fn weights_decide_how_often() {
        let mut chance = Chance::new(1, 0);
        let mut counted = [0; 3];
        for _ in 0..4_000 {
            counted[chance.weighed([(0, 3), (1, 1), (2, 0)].into_iter()).unwrap()] += 1;
        }
        assert!((2_800..3_200).contains(&counted[0]), "{counted:?}");
        assert_eq!(counted[2], 0);
        assert_eq!(chance.weighed([("never", 0)].into_iter()), None);
    }

    #[test]
    fn numbers_stay_between_their_ends() {
        let mut chance = Chance::new(3, 0);
        let all: std::collections::BTreeSet<i64> = (0..200).map(|_| chance.between(3, 6)).collect();
        assert_eq!(all, [3, 4, 5, 6].into());
        assert!((0..1_000).all(|_| (0.0..1.0).contains(&chance.share())));
    }
}
