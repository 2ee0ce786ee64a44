//! The State Council's yearly notice on public holidays, read into days. It is written the same way each year: a line a holiday,
//! `二、春节：2月15日（农历腊月二十八）至23日（…）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。`; of what is in brackets
//! only the weekday is read, and has to be right; a sentence with 放假 names days off, one with 上班 make-up working days (调休).

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use yuheng_definition::Label;

/// The longest holiday that is taken for one, in days: more is a misreading.
const LONGEST: usize = 15;

/// A day as it is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Announced {
    pub(crate) date: Date,
    pub(crate) kind: Kind,
    /// The holiday that it belongs to.
    pub(crate) name: String,
}

/// What is announced of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nobody works.
    Off,
    /// It is worked, though it is a Saturday or Sunday.
    Working,
}

/// The days that the notice `text` announces for `year`, in order.
///
/// # Errors
/// What can't be read, in words: no days at all, a day that there is not or in another year, a number of days that is not what
/// was counted, a day that is off and worked at once.
pub(crate) fn read(text: &str, year: i16) -> Result<Vec<Announced>, Label> {
    let mut days: BTreeMap<Date, Announced> = BTreeMap::new();
    if let Some(other) = announced_year(text).filter(|announced| *announced != year) {
        return Err(Label::new(
            &format!("这是 {other} 年的通知，而登记的是 {year} 年"),
            &format!("this is the notice of {other}, and the year noted is {year}"),
        ));
    }
    for line in without_brackets(text).lines() {
        let (name, said) = match line.split_once(['：', ':']) {
            Some((name, said)) => (title(name), said),
            None => ("", line),
        };
        for sentence in said.split(['。', '；', ';']) {
            let kind = match (sentence.contains("放假"), sentence.contains("上班")) {
                (true, false) => Kind::Off,
                (false, true) => Kind::Working,
                _ => continue,
            };
            let found = dates(sentence, year)?;
            counted(sentence, found.len())?;
            for date in found {
                let day = Announced { date, kind, name: name.to_owned() };
                if days.insert(date, day).is_some_and(|before| before.kind != kind) {
                    return Err(twice(date));
                }
            }
        }
    }
    if days.is_empty() {
        return Err(Label::new(
            "没有读出任何放假或上班的日期：请粘贴通知全文，每个节日一行，形如“一、元旦：1月1日至3日放假，共3天。”",
            "no days were found: paste the notice as published, a line for each holiday, such as 一、元旦：1月1日至3日放假，共3天。",
        ));
    }
    Ok(days.into_values().collect())
}

/// The name of a holiday without its number: `二、春节` is 春节. A sentence is no name.
fn title(text: &str) -> &str {
    let name = text.rsplit('、').next().unwrap_or(text).trim();
    if name.chars().count() <= 12 { name } else { "" }
}

/// The year that the notice says it is of: `2027年部分节假日安排`.
fn announced_year(text: &str) -> Option<i16> {
    let line = text.lines().find(|line| line.contains("节假日"))?;
    parts(line).into_iter().find_map(|part| match part {
        Part::Number(year, '年') => Some(year),
        _ => None,
    })
}

/// The text without what is in brackets, but for the weekdays there.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut left = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '周' | '期' if depth > 0 => {
                if let Some(day) = signs.next_if(|day| weekday(*day).is_some()) {
                    left.extend(['周', day]);
                }
            }
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            // One that is never closed ends with its line.
            '\n' => {
                depth = 0;
                left.push(sign);
            }
            _ if depth == 0 => left.push(sign),
            _ => {}
        }
    }
    left
}

const fn weekday(sign: char) -> Option<Weekday> {
    match sign {
        '一' => Some(Weekday::Monday),
        '二' => Some(Weekday::Tuesday),
        '三' => Some(Weekday::Wednesday),
        '四' => Some(Weekday::Thursday),
        '五' => Some(Weekday::Friday),
        '六' => Some(Weekday::Saturday),
        '日' | '天' => Some(Weekday::Sunday),
        _ => None,
    }
}

/// A number with what stands behind it, a weekday, or what joins two days.
enum Part {
    Number(i16, char),
    Weekday(Weekday),
    Until,
}

fn parts(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut number = String::new();
    let mut is_week = false;
    for sign in text.chars().chain([' ']) {
        if let Some(day) = weekday(sign).filter(|_| std::mem::take(&mut is_week)) {
            found.push(Part::Weekday(day));
            continue;
        }
        is_week = sign == '周';
        match sign {
            '0'..='9' => number.push(sign),
            '０'..='９' => number.extend(char::from_digit(u32::from(sign) - u32::from('０'), 10)),
            ' ' | '\u{3000}' if !number.is_empty() => {}
            _ => {
                if let Ok(known) = number.parse() {
                    found.push(Part::Number(known, sign));
                }
                number.clear();
                if matches!(sign, '至' | '到' | '-' | '—' | '–' | '~' | '～') {
                    found.push(Part::Until);
                }
            }
        }
    }
    found
}

/// The days that a sentence names; a stretch from one to another is all of them. A month holds until another is named.
fn dates(sentence: &str, year: i16) -> Result<Vec<Date>, Label> {
    let (mut of_year, mut month, mut is_until) = (year, None, false);
    let mut found: Vec<Date> = Vec::new();
    for part in parts(sentence) {
        match part {
            Part::Until => is_until = true,
            Part::Number(number, '年') => of_year = number,
            Part::Number(number, '月') => month = Some(number),
            Part::Number(day, '日' | '号') => {
                let date = date(of_year, month, day)?;
                if date.year() != year {
                    return Err(elsewhere(date));
                }
                match found.last().filter(|_| is_until).copied() {
                    Some(from) => found.extend(stretch(from, date)?),
                    None => found.push(date),
                }
                is_until = false;
            }
            Part::Weekday(day) => {
                if let Some(date) = found.last().filter(|date| date.weekday() != day) {
                    return Err(otherwise(*date));
                }
            }
            Part::Number(..) => {}
        }
    }
    Ok(found)
}

fn date(year: i16, month: Option<i16>, day: i16) -> Result<Date, Label> {
    let whole = |month: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    month.and_then(whole).ok_or_else(|| {
        let month = month.map_or_else(|| "?".to_owned(), |month| month.to_string());
        Label::new(&format!("没有 {month} 月 {day} 日这一天"), &format!("there is no day {day} of month {month}"))
    })
}

/// The days after `from` up to `until`.
fn stretch(from: Date, until: Date) -> Result<Vec<Date>, Label> {
    let days: Vec<Date> = from.series(1.day()).skip(1).take_while(|day| *day <= until).take(LONGEST + 1).collect();
    if days.is_empty() || days.len() >= LONGEST {
        return Err(Label::new(
            &format!("{from} 至 {until} 不像一段假期"),
            &format!("{from} to {until} is no stretch of holidays"),
        ));
    }
    Ok(days)
}

/// Refuses a sentence that says another number of days than it names: `共9天`.
fn counted(sentence: &str, found: usize) -> Result<(), Label> {
    let said = parts(sentence).into_iter().find_map(|part| match part {
        Part::Number(number, '天') => usize::try_from(number).ok(),
        _ => None,
    });
    match said.filter(|said| found > 0 && *said != found) {
        Some(said) => Err(Label::new(
            &format!("“{}”写明 {said} 天，读出的是 {found} 天", sentence.trim()),
            &format!("“{}” says {said} days and names {found}", sentence.trim()),
        )),
        None => Ok(()),
    }
}

fn twice(date: Date) -> Label {
    Label::new(&format!("{date} 既放假又上班"), &format!("{date} is both off and worked"))
}

fn otherwise(date: Date) -> Label {
    Label::new(
        &format!("{date} 不是通知里写的那个星期几：请核对年份"),
        &format!("{date} is not the weekday that the notice says: look at the year again"),
    )
}

fn elsewhere(date: Date) -> Label {
    Label::new(
        &format!("{date} 属于另一年：请登记到那一年，并从这里删去"),
        &format!("{date} lies in another year: note it there, and take it out here"),
    )
}

#[cfg(test)]
mod tests {
    use super::{Kind, read};

    /// What is read, a stretch a word: `02-15..02-23 off 春节`.
    fn told(text: &str, year: i16) -> String {
        let days = match read(text, year) {
            Ok(days) => days,
            Err(told) => return told.en,
        };
        let said = |kind| if kind == Kind::Off { "off" } else { "working" };
        let line = |day: &super::Announced| format!("{} {} {}", day.date.strftime("%m-%d"), said(day.kind), day.name);
        days.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_stretch_a_single_day_and_make_up_days() {
        let text =
            "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n二、清明节：4月5日放假。";
        let days = "01-01 off 元旦\n01-02 off 元旦\n01-03 off 元旦\n01-04 working 元旦\n04-05 off 清明节";
        assert_eq!(told(text, 2026), days);
    }

    #[test]
    fn a_month_holds_until_another_is_named_and_brackets_say_nothing() {
        let text = "国庆节：9月30日（农历八月二十、周三）至10月1日放假，共2天。9月20日（周日）、10月10日（周六）上班。";
        let days = "09-20 working 国庆节\n09-30 off 国庆节\n10-01 off 国庆节\n10-10 working 国庆节";
        assert_eq!(told(text, 2026), days);
    }

    #[test]
    fn the_notice_of_another_year_is_refused_by_its_heading_and_by_its_weekdays() {
        let heading = "关于2026年部分节假日安排的通知\n元旦：1月1日放假，共1天";
        assert_eq!(told(heading, 2027), "this is the notice of 2026, and the year noted is 2027");
        let days = "元旦：1月1日（周四）放假，共1天";
        assert_eq!(told(days, 2026), "01-01 off 元旦");
        assert!(told(days, 2027).starts_with("2027-01-01 is not the weekday"));
    }

    #[test]
    fn what_does_not_add_up_is_said() {
        assert_eq!(told("元旦：1月1日至3日放假，共4天", 2026), "“1月1日至3日放假，共4天” says 4 days and names 3");
        assert_eq!(told("元旦：2月30日放假", 2026), "there is no day 30 of month 2");
        assert_eq!(told("元旦：1日放假", 2026), "there is no day 1 of month ?");
        assert_eq!(told("元旦：1月3日放假。1月3日上班", 2026), "2026-01-03 is both off and worked");
        assert_eq!(told("元旦：1月3日至1月1日放假", 2026), "2026-01-03 to 2026-01-01 is no stretch of holidays");
        assert!(told("元旦：2025年12月31日放假", 2026).starts_with("2025-12-31 lies in another year"));
        assert!(told("各单位：节日期间妥善安排值班", 2026).starts_with("no days were found"));
    }
}
