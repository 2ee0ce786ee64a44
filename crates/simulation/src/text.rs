//! Texts with placeholders: `{system}`, `{progress#2}` for another of the same, `{day+3}` for a date, `{number}` for the
//! number of the first record.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Plain(&'a str),
    /// A placeholder: its name, and what follows it.
    Named(&'a str, &'a str),
}

/// The pieces of `text`. A brace that is not closed is a brace.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let inside = rest.strip_prefix('{').and_then(|after| after.split_once('}'));
        if let Some((inside, after)) = inside {
            rest = after;
            let end = inside.find(['#', '+']).unwrap_or(inside.len());
            return Some(Piece::Named(&inside[..end], &inside[end..]));
        }
        let from = usize::from(rest.starts_with('{'));
        let end = rest[from..].find('{').map_or(rest.len(), |end| end + from);
        let (plain, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Plain(plain))
    })
}

/// The names of the placeholders in `text`.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Named(name, _) => Some(name),
        Piece::Plain(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_pieces() {
        let all: Vec<Piece> = pieces("{system}无法登录，{count} 人；{say#2}{day+3}").collect();
        assert_eq!(
            all,
            [
                Piece::Named("system", ""),
                Piece::Plain("无法登录，"),
                Piece::Named("count", ""),
                Piece::Plain(" 人；"),
                Piece::Named("say", "#2"),
                Piece::Named("day", "+3"),
            ]
        );
        assert_eq!(pieces("a { b").collect::<Vec<_>>(), [Piece::Plain("a "), Piece::Plain("{ b")]);
    }
}
