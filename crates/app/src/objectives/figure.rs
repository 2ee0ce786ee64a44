//! A figure: how many count and pass, as a share or a number, beside its target.

use yuheng_engine::Record;

/// What was counted of an objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The figure, a decimal; none when nothing is counted yet.
    pub actual: Option<String>,
    /// Whether the target is met; none when there is no figure.
    pub is_met: Option<bool>,
    /// How many pass.
    pub passed: u64,
    /// How many are counted.
    pub counted: u64,
    /// How many are left out.
    pub left_out: u64,
}

impl Figure {
    /// The figure of the objective that `record` is.
    pub(super) fn of(record: &Record, passed: u64, counted: u64, left_out: u64) -> Self {
        let text = |field: &str| record.text(field).unwrap_or_default();
        let actual = actual(text("measure"), passed, counted);
        let is_met = actual.as_deref().and_then(|actual| is_met(actual, text("target"), text("direction")));
        Self { actual, is_met, passed, counted, left_out }
    }

    /// That of an objective without a source.
    pub(super) const fn none() -> Self {
        Self { actual: None, is_met: None, passed: 0, counted: 0, left_out: 0 }
    }
}

/// The figure: a count, or a share in percent with two digits after the point, cut off, never rounded up to a target.
fn actual(measure: &str, passed: u64, counted: u64) -> Option<String> {
    if measure == "count" {
        return Some(passed.to_string());
    }
    let hundredths = (u128::from(passed) * 10_000).checked_div(u128::from(counted))?;
    Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

fn is_met(actual: &str, target: &str, direction: &str) -> Option<bool> {
    let order = yuheng_definition::expression::compare_decimals(actual, target)?;
    Some(if direction == "at_most" { order.is_le() } else { order.is_ge() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_cut_off_not_rounded_up() {
        assert_eq!(actual("share", 999, 1000).as_deref(), Some("99.90"));
        assert_eq!(actual("share", 2, 3).as_deref(), Some("66.66"));
        assert_eq!(actual("share", 0, 0), None);
        assert_eq!(actual("count", 7, 9).as_deref(), Some("7"));
    }

    #[test]
    fn a_target_is_met_in_its_direction() {
        assert_eq!(is_met("99.90", "99.9", "at_least"), Some(true));
        assert_eq!(is_met("5", "4", "at_most"), Some(false));
    }
}
