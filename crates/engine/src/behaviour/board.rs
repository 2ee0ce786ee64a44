//! A board must make sense: what its charts count is there, can be asked and grouped by, and suits their shapes. Rows of one title
//! are one chart.

use std::collections::BTreeMap;

use yuheng_definition::{Definitions, Label, Process, Value};

use super::content::{fault, rows};
use super::listing::{Listing, said};
use crate::{FieldFault, Grouping, Record};

/// The most charts of a board.
const MOST_CHARTS: usize = 24;

/// What is wrong with a board.
pub(super) fn faults(definitions: &Definitions, record: &Record) -> Vec<FieldFault> {
    let mut shapes: BTreeMap<&str, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, row) in rows(record, "charts").iter().enumerate() {
        let chart = Chart { at, row };
        faults.extend(chart.faults(definitions));
        let shape = chart.text("shape").unwrap_or_default();
        if *shapes.entry(chart.text("title").unwrap_or_default()).or_insert(shape) != shape {
            faults.push(fault(
                &chart.place("shape"),
                "同名图表的各行须用同一种图形",
                "rows of one title are one chart and have one shape",
            ));
        }
    }
    faults.extend(too_many(shapes.len()));
    faults
}

/// What is wrong with a board of so many charts, if they are more than one look takes in and a page asks for at once.
fn too_many(charts: usize) -> Option<FieldFault> {
    (charts > MOST_CHARTS).then(|| {
        let zh = format!("一个看板最多 {MOST_CHARTS} 个图表，这里有 {charts} 个：请分成几个看板");
        let en =
            format!("a board has {MOST_CHARTS} charts at most, and these are {charts}: make several boards of them");
        said("charts", Label { zh, en })
    })
}

/// A row of the table of charts.
struct Chart<'r> {
    at: usize,
    row: &'r Value,
}

impl<'r> Chart<'r> {
    fn text(&self, column: &str) -> Option<&'r str> {
        self.row.column(column).and_then(Value::as_text).filter(|text| !text.trim().is_empty())
    }

    fn place(&self, column: &str) -> String {
        format!("charts[{}].{column}", self.at)
    }

    fn faults(&self, definitions: &Definitions) -> Vec<FieldFault> {
        let listing = match Listing::of(definitions, self.text("records_of"), &self.place("records_of")) {
            Ok(listing) => listing,
            Err(fault) => return vec![fault],
        };
        let filters = ["filter", "counted"].into_iter();
        let filters = filters.filter_map(|column| listing.filter(&self.place(column), self.text(column)));
        let by = self.grouping(listing.process, "by");
        let split = self.grouping(listing.process, "split_by");
        let is_time = matches!(&by, Some(Ok(by)) if by.is_time());
        let misfits = self.misfits(is_time);
        let grouped = [by, split].into_iter().flatten().filter_map(Result::err);
        filters.chain(grouped).chain(misfits).collect()
    }

    fn grouping(&self, process: &Process, column: &str) -> Option<Result<Grouping, FieldFault>> {
        let read = Grouping::of(self.text(column)?, process, |_| false);
        Some(read.map_err(|label| said(&self.place(column), label)))
    }

    /// What does not suit the shape.
    fn misfits(&self, is_time: bool) -> Option<FieldFault> {
        let (by, split) = (self.text("by").is_some(), self.text("split_by").is_some());
        let (column, zh, en) = match self.text("shape")? {
            "figure" if by => ("by", "单个数字不分组：留空", "a figure is of no groups: leave it empty"),
            "figure" if split => ("split_by", "单个数字不分组：留空", "a figure is of no groups: leave it empty"),
            "figure" => return None,
            _ if !by => ("by", "须写明按什么分组", "has to say by what is counted"),
            "line" if !is_time => {
                ("by", "折线须按时间分组，例如 opened_at:day", "a line runs through time, such as opened_at:day")
            }
            "stacked" if !split => {
                ("split_by", "堆叠图须写明每条再按什么分", "has to say what the bars are stacked of")
            }
            "bar" | "line" if split => (
                "split_by",
                "这种图形每条不再细分：留空，或改用堆叠图、表格",
                "its bars are not split: leave it empty, or take the stacked shape or the table",
            ),
            _ => return None,
        };
        Some(fault(&self.place(column), zh, en))
    }
}
