//! From text to CEL's syntax tree. The bounds are checked on the text first: the parser descends recursively, so what
//! would nest too deep or chain too long must never reach it.

use cel::IdedExpr;
use cel::parser::Parser;

use super::{Fault, MAX_DEPTH, MAX_SOURCE};

/// How many operators may follow each other without `&&`, `||` or a comma between them. No expression needs more than
/// `record.clocks.response.due_at < now - days(30) + hours(4)`.
const MAX_CHAIN: usize = 16;

/// The syntax tree of `source`.
pub(super) fn parse(source: &str) -> Result<IdedExpr, Fault> {
    bound(source)?;
    Parser::new().max_recursion_depth(96).parse(source).map_err(|errors| {
        let first = errors.errors.first();
        let (column, message) = first.map_or((0, "?"), |error| (error.pos.1, error.msg.as_str()));
        let message = message.split(" expecting").next().unwrap_or(message);
        Fault::new(
            format!("第 {column} 列附近写法有误：请检查引号、括号和运算符"),
            format!("column {column}: not an expression ({message})"),
        )
    })
}

/// Refuses what is too long, nested too deep or chained too long, and the forms of text that would hide that.
fn bound(source: &str) -> Result<(), Fault> {
    if source.chars().count() > MAX_SOURCE {
        return Err(Fault::new(
            format!("表达式最长 {MAX_SOURCE} 个字符"),
            format!("an expression has at most {MAX_SOURCE} characters"),
        ));
    }
    if source.trim().is_empty() {
        return Err(Fault::new("表达式为空", "the expression is empty"));
    }
    let mut depth = 0usize;
    let mut chain = 0usize;
    let mut characters = source.chars().peekable();
    let mut previous = ' ';
    while let Some(character) = characters.next() {
        match character {
            '"' | '\'' => {
                if previous.is_alphanumeric() {
                    return Err(unsupported("r\"…\""));
                }
                skip_text(&mut characters, character)?;
                if characters.peek() == Some(&character) {
                    return Err(unsupported("\"\"\"…\"\"\""));
                }
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '?' | '/' | '*' | '%' | '`' => return Err(unsupported(&character.to_string())),
            '.' | '+' | '-' | '<' | '>' | '=' | '!' | ':' => chain += 1,
            '&' | '|' | ',' => chain = 0,
            _ => {}
        }
        if depth > MAX_DEPTH || chain > MAX_CHAIN {
            return Err(too_deep());
        }
        previous = character;
    }
    Ok(())
}

/// Moves past a text up to and with its closing `quote`.
fn skip_text(characters: &mut impl Iterator<Item = char>, quote: char) -> Result<(), Fault> {
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '\n' | '\r' => break,
            _ if character == quote => return Ok(()),
            _ => {}
        }
    }
    Err(Fault::new("文本缺少结尾的引号", "a text lacks its closing quote"))
}

fn unsupported(form: &str) -> Fault {
    Fault::new(format!("表达式中不能使用 `{form}`"), format!("`{form}` is not part of the language"))
}

/// The fault of an expression that nests too deep.
pub(super) fn too_deep() -> Fault {
    Fault::new(
        format!("表达式过于复杂：嵌套最多 {MAX_DEPTH} 层"),
        format!("the expression is too complex: parts may be nested {MAX_DEPTH} deep"),
    )
}
