//! Grouped lists: the groups of a list one below the other, each a list of its own, so that every page is found by the indexes that
//! the plain list has (docs/adr/0038-grouped-lists.md).

use std::cmp::Reverse;

use jiff::civil::Date;
use yuheng_definition::expression::{Node, Schema, bind};
use yuheng_definition::{Action, Label, Process};
use yuheng_engine::{Group, Grouping, Record, RecordFacts, access, failpoint};
use yuheng_store::{Direction, ListQuery, Sort};

use crate::counts::{CountsAsk, Shared, Tallied};
use crate::initials::spelt;
use crate::lists::{Ask, checked, listed_by};
use crate::{App, Caller, Error, Result};

/// What stands for the group of those that have no value.
const WITHOUT: &str = "-";
/// What stands for all that is in no other group.
const OTHERS: &str = "*";
/// Between the parts of a cursor.
const BETWEEN: char = '~';

/// A group of a list.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its value, `-` where its records have none, `*` where they are in no other group.
    pub id: String,
    /// What its records have in common; none: that they are in no other group.
    pub shared: Option<Shared>,
    /// How many they are, and the filter that lists them.
    pub tallied: Tallied,
    /// Which records they are, bound.
    node: Node,
}

/// Records of one group that follow one another on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The group.
    pub id: String,
    /// How many there are of it on the page.
    pub rows: usize,
}

/// A page of a grouped list.
pub(crate) struct GroupedPage {
    /// Its records, group by group.
    pub(crate) records: Vec<Record>,
    /// Whose they are.
    pub(crate) runs: Vec<Run>,
    /// All groups in order, as they were given or counted; none where the page lies within one, so that nothing was counted.
    pub(crate) sections: Option<Vec<Section>>,
    /// Where the next page begins.
    pub(crate) next: Option<String>,
}

/// By what a list of one process is grouped.
pub(crate) struct Grouped<'a> {
    app: &'a App,
    caller: &'a Caller,
    process: &'a Process,
    ask: &'a Ask,
    /// What is done with the records: those are counted with which it may be.
    action: Action,
    by: Grouping,
    schema: Schema,
}

/// Where a page begins: in the group `id`, which stood at this place, after what its list's own cursor says.
struct Start<'c> {
    at: usize,
    id: &'c str,
    inner: &'c str,
}

impl<'a> Grouped<'a> {
    /// Reads by what `ask` groups the list; none: by nothing.
    ///
    /// # Errors
    /// It can't be grouped by that, or it is hidden on some record.
    pub(crate) fn of(
        app: &'a App,
        caller: &'a Caller,
        (process, action): (&'a Process, Action),
        ask: &'a Ask,
    ) -> Result<Option<Self>> {
        let Some(name) = ask.group.as_deref().filter(|name| !name.is_empty()) else { return Ok(None) };
        let hidden = access::sometimes_masked(&app.context(caller, None), process);
        let by = Grouping::of(name, process, |field| hidden.contains(field));
        let by = by.map_err(|said| Error::Parameter { name: "group", said })?;
        let schema = listed_by(Schema::of(process), &caller.in_force.definitions, &hidden);
        Ok(Some(Self { app, caller, process, ask, action, by, schema }))
    }

    /// A page of `query`, whose cursor is one of a grouped list; by the groups of a page before, if they are given.
    ///
    /// # Errors
    /// The cursor is of another list; more records than may be would have to be counted.
    pub(crate) async fn page(&self, query: &ListQuery, known: Option<Vec<Section>>) -> Result<GroupedPage> {
        let cursor = query.cursor.as_deref();
        let start = cursor.map(|cursor| self.start(cursor).ok_or_else(Error::cursor)).transpose()?;
        let mut page = GroupedPage { records: Vec::new(), runs: Vec::new(), sections: None, next: None };
        // What lies within one group is found without counting the others.
        if let Some(start) = start.as_ref().filter(|start| !start.inner.is_empty() && start.id != OTHERS) {
            let node = self.node(&self.group(start.id).ok_or_else(Error::cursor)?)?;
            let within = self.within(query, &node, start.inner, query.limit);
            let found = self.app.store.list(&within).await?;
            page.take(start.id, found.records);
            if let Some(inner) = found.next {
                page.next = Some(self.cursor(start.at, start.id, &inner));
                page.sections = known;
                return Ok(page);
            }
        }
        let sections = match known {
            Some(known) => known,
            None => self.sections(query).await?,
        };
        let begin = start.map(|start| {
            let place = sections.iter().position(|section| section.id == start.id);
            let is_done = !page.runs.is_empty() || (!start.inner.is_empty() && start.id != OTHERS);
            match place {
                Some(place) => (place + usize::from(is_done), if is_done { "" } else { start.inner }),
                // A group that has gone meanwhile leaves its place to the one after it.
                None => (start.at.min(sections.len()), ""),
            }
        });
        let (begin, mut inner) = begin.unwrap_or((0, ""));
        for (at, section) in sections.iter().enumerate().skip(begin) {
            if self.ask.folded.contains(&section.id) {
                continue;
            }
            let left = query.limit.saturating_sub(page.records.len());
            if left == 0 && failpoint::armed("list.ends_with_its_group") {
                break;
            }
            if left == 0 {
                page.next = Some(self.cursor(at, &section.id, ""));
                break;
            }
            let found = self.app.store.list(&self.within(query, &section.node, inner, left)).await?;
            inner = "";
            page.take(&section.id, found.records);
            if let Some(inner) = found.next {
                page.next = Some(self.cursor(at, &section.id, &inner));
                break;
            }
        }
        page.sections = Some(sections);
        Ok(page)
    }

    /// The list of one group: what the whole has of it, from a cursor of its own on.
    fn within(&self, query: &ListQuery, node: &Node, cursor: &str, limit: usize) -> ListQuery {
        let mut within = ListQuery { cursor: None, limit, total: false, ..query.clone() };
        within.cursor = Some(cursor.to_owned()).filter(|cursor| !cursor.is_empty());
        for arm in &mut within.arms {
            let whole = std::mem::replace(&mut arm.node, Node::truth(true));
            arm.node = Node::all([whole, node.clone()]);
        }
        within.arms.retain(|arm| arm.node != Node::truth(false));
        within
    }

    /// All groups in the order in which they are listed.
    ///
    /// # Errors
    /// More records than may be would have to be counted.
    pub(crate) async fn sections(&self, query: &ListQuery) -> Result<Vec<Section>> {
        let by = CountsAsk { by: Some(self.by.name.clone()), ..CountsAsk::default() };
        let of = (self.process.id.as_str(), self.action);
        let counts = self.app.counts_with(self.caller, of, self.ask, &by).await?;
        let (mut groups, mut others) = (Vec::with_capacity(counts.groups.len()), counts.others);
        for group in counts.groups {
            let shared = group.shared.into_iter().next();
            let id = shared.as_ref().map(|shared| shared.value.clone().unwrap_or_else(|| WITHOUT.to_owned()));
            let key = id.as_deref().and_then(|id| self.group(id));
            let (Some(shared), Some(id), Some(key)) = (shared, id, key) else {
                // What can't be read back as a group of its own is among the others.
                let rest = others.get_or_insert_default();
                (rest.count, rest.filter) = (rest.count + group.tallied.count, None);
                continue;
            };
            let node = self.node(&key)?;
            groups.push((key, Section { id, shared: Some(shared), tallied: group.tallied, node }));
        }
        self.order(&mut groups, &query.sort);
        let mut sections: Vec<_> = groups.into_iter().map(|(_, section)| section).collect();
        if let Some(tallied) = others {
            let told = Node::any(sections.iter().map(|section| section.node.clone()));
            let node = Node::Not(Box::new(Node::IsTrue(Box::new(told))));
            sections.push(Section { id: OTHERS.to_owned(), shared: None, tallied, node });
        }
        Ok(sections)
    }

    /// States and options as the definition has them, records by what they are called, times the newest first unless the list runs
    /// through the same time forwards; what has no value last.
    fn order(&self, groups: &mut [(Group, Section)], sort: &Sort) {
        if failpoint::armed("list.groups_as_they_come") {
            return;
        }
        let of = self.by.name.split(':').next().unwrap_or_default();
        let is_forwards = sort.name() == of && sort.direction == Direction::Ascending;
        groups.sort_by_cached_key(|(group, section)| {
            let label = section.shared.as_ref().map(|shared| &shared.label);
            let title = match group {
                Group::Reference(_) => label.map_or("", |Label { zh, .. }| zh.as_str()),
                _ => "",
            };
            let days = match group {
                Group::From(day) if is_forwards => written(*day),
                Group::From(day) => -written(*day),
                _ => 0,
            };
            let truth = Reverse(matches!(group, Group::Truth(true)));
            (*group == Group::Without, self.by.rank(group, self.process), days, truth, spelt(title), title.to_owned())
        });
    }

    fn group(&self, id: &str) -> Option<Group> {
        if id == WITHOUT { Some(Group::Without) } else { self.by.parse(id) }
    }

    /// The condition of a group, bound.
    fn node(&self, group: &Group) -> Result<Node> {
        if let Some(node) = self.by.node(group) {
            return Ok(node);
        }
        let expression = checked(&self.by.condition(group), &self.schema)?;
        Ok(bind(&expression.root, &RecordFacts::of(&self.app.context(self.caller, None), None)))
    }

    fn cursor(&self, at: usize, id: &str, inner: &str) -> String {
        [&self.by.name, &at.to_string(), id, inner].map(|part| part.to_owned()).join(&BETWEEN.to_string())
    }

    fn start<'c>(&self, cursor: &'c str) -> Option<Start<'c>> {
        let mut parts = cursor.splitn(4, BETWEEN);
        let by = parts.next()?;
        let at = parts.next()?.parse().ok()?;
        let start = Start { at, id: parts.next()?, inner: parts.next()? };
        (by == self.by.name).then_some(start)
    }
}

/// A day as the number that it is written as: 20261127.
fn written(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

impl GroupedPage {
    fn take(&mut self, id: &str, records: Vec<Record>) {
        if !records.is_empty() {
            self.runs.push(Run { id: id.to_owned(), rows: records.len() });
        }
        self.records.extend(records);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::accounts::sessions::tests::administrator;
    use crate::accounts::throttle::tests::check;
    use crate::records::Request;

    /// What is shared an administrator takes away too; what is personal is only seen by whoever made it.
    #[tokio::test]
    async fn for_a_file_only_what_may_be_taken_away_is_counted() {
        check(async |app: &App| {
            let ann = administrator(app).await;
            for title in ["Own", "Shared"] {
                let fields = json!({ "title": title, "records_of": "incident" }).as_object().cloned().unwrap();
                let made = app.create(&ann, "saved_view", fields, &Request::default()).await.unwrap().receipt;
                if title == "Shared" {
                    let request = Request { based_on: Some(made.version), ..Request::default() };
                    let step = "share_with_everybody";
                    app.transition(&ann, made.id, step, (Map::new(), None), &request).await.unwrap();
                }
            }
            let process = app.process(&ann, "saved_view").unwrap();
            let ask = Ask { group: Some("state".to_owned()), ..Ask::default() };
            let counted = async |action| {
                let query = app.query(&ann, Some("saved_view"), action, &ask).await.unwrap();
                let grouped = Grouped::of(app, &ann, (&process, action), &ask).unwrap().unwrap();
                let sections = grouped.sections(&query).await.unwrap();
                sections.iter().map(|section| section.tallied.count).sum::<u64>()
            };
            assert_eq!((counted(Action::View).await, counted(Action::Export).await), (2, 1));
        })
        .await;
    }
}
