//! The static check: every name resolves, every comparison makes sense, the whole is a truth and within its bounds.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};

use super::literal::{Literal, coerce};
use super::path;
use super::schema::{Schema, Type};
use super::{Comparison, Fault, MAX_DEPTH, MAX_LIST, MAX_NODES, Node, Order, Path, RecordPath, TextOperator, parse};

const FUNCTIONS: [&str; 8] = ["has", "contains", "startsWith", "endsWith", "timestamp", "days", "hours", "minutes"];

/// The checked meaning of a syntax tree.
pub(super) fn check(parsed: &IdedExpr, schema: &Schema) -> Result<Node, Fault> {
    let root = Checker { schema, depth: 0 }.truth(parsed)?;
    if size(&root) > MAX_NODES {
        return Err(Fault::new(
            format!("表达式过于复杂：最多 {MAX_NODES} 个部分"),
            format!("the expression is too complex: it may have {MAX_NODES} parts"),
        ));
    }
    Ok(root)
}

/// How many parts an expression has; a list of fixed values is one.
fn size(node: &Node) -> usize {
    match node {
        Node::All(parts) | Node::Any(parts) => 1 + parts.iter().map(size).sum::<usize>(),
        Node::Not(inner) | Node::IsTrue(inner) | Node::Midnight(inner) | Node::Shift { base: inner, .. } => {
            1 + size(inner)
        }
        Node::Compare { left, right, .. } => 1 + size(left) + size(right),
        Node::In { item, list } => 1 + size(item) + size(list),
        Node::Text { subject, argument, .. } => 1 + size(subject) + size(argument),
        Node::Literal(_) | Node::List(_) | Node::Path(_) | Node::Has(_) | Node::Unknown => 1,
    }
}

struct Checker<'a> {
    schema: &'a Schema,
    depth: usize,
}

/// A side of a comparison: of a known type, or a literal that takes the type of the other side.
enum Operand {
    Typed(Node, Type),
    Literal(Literal),
}

impl Checker<'_> {
    /// A part that is true or false.
    fn truth(&mut self, expr: &IdedExpr) -> Result<Node, Fault> {
        self.nested(|checker| checker.truth_inside(expr))
    }

    fn truth_inside(&mut self, expr: &IdedExpr) -> Result<Node, Fault> {
        if let Expr::Call(call) = &expr.expr {
            match (call.func_name.as_str(), call.args.as_slice()) {
                (operators::LOGICAL_AND, _) => return Ok(Node::All(self.joined(call)?)),
                (operators::LOGICAL_OR, _) => return Ok(Node::Any(self.joined(call)?)),
                (operators::LOGICAL_NOT, [inner]) => return Ok(Node::Not(Box::new(self.truth(inner)?))),
                (operators::IN, [item, list]) => return self.contained(item, list),
                (name, [left, right]) if comparison(name).is_some() => {
                    return self.comparison(comparison(name).unwrap_or(Comparison::Equal), left, right);
                }
                ("contains" | "startsWith" | "endsWith", _) => return self.text(call),
                _ => {}
            }
        }
        if let Expr::Select(select) = &expr.expr
            && select.test
        {
            let inner = Expr::Select(cel::common::ast::SelectExpr { test: false, ..select.clone() });
            return match path::resolve(&inner, self.schema)?.0 {
                Path::Column(table, _) => Err(Fault::new(
                    format!("`has` 只问整个表格：has(record.{table})"),
                    format!("`has` asks for the whole table: has(record.{table})"),
                )),
                path => Ok(Node::Has(path)),
            };
        }
        match self.operand(expr)? {
            Operand::Typed(node, Type::Truth) => Ok(node),
            Operand::Literal(Literal::Truth(truth)) => Ok(Node::truth(truth)),
            Operand::Typed(_, kind) => Err(no_truth(kind.name())),
            Operand::Literal(_) => Err(no_truth(("固定值", "a fixed value"))),
        }
    }

    /// The parts of `a && b && …`, which CEL hands over in pairs.
    fn joined(&mut self, call: &CallExpr) -> Result<Vec<Node>, Fault> {
        let mut parts = Vec::new();
        let mut pending: Vec<&IdedExpr> = call.args.iter().rev().collect();
        while let Some(part) = pending.pop() {
            match &part.expr {
                Expr::Call(inner) if inner.func_name == call.func_name => pending.extend(inner.args.iter().rev()),
                _ => parts.push(self.truth(part)?),
            }
        }
        Ok(parts)
    }

    fn comparison(&mut self, operator: Comparison, left: &IdedExpr, right: &IdedExpr) -> Result<Node, Fault> {
        let (left, right, kind) = match (self.operand(left)?, self.operand(right)?) {
            (Operand::Typed(left, kind), Operand::Literal(literal)) => typed(left, kind, &literal, self.schema)?,
            (Operand::Literal(literal), Operand::Typed(right, kind)) => {
                let (right, left, kind) = typed(right, kind, &literal, self.schema)?;
                (left, right, kind)
            }
            (Operand::Typed(left, first), Operand::Typed(right, second)) => unified(left, first, right, second)?,
            (Operand::Literal(_), Operand::Literal(_)) => {
                return Err(Fault::new("比较的两边都是固定值", "both sides of the comparison are fixed values"));
            }
        };
        let is_equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
        if !is_equality && !kind.is_ordered() {
            let (zh, en) = kind.name();
            return Err(Fault::new(
                format!("{zh}没有大小，只能用 == 或 !="),
                format!("{en} has no order: use == or !="),
            ));
        }
        let order = match kind {
            Type::Decimal => Order::Decimal,
            Type::Instant => Order::Instant,
            _ => Order::Plain,
        };
        Ok(Node::Compare { operator, order, left: Box::new(left), right: Box::new(right) })
    }

    fn contained(&mut self, item: &IdedExpr, list: &IdedExpr) -> Result<Node, Fault> {
        let item = self.operand(item)?;
        let Expr::List(entries) = &list.expr else {
            return self.contained_in_path(item, list);
        };
        let Operand::Typed(item, kind) = item else {
            return Err(Fault::new("`in` 左边应是字段", "the left side of `in` must be something looked up"));
        };
        if entries.elements.len() > MAX_LIST {
            return Err(Fault::new(
                format!("列表最多 {MAX_LIST} 项"),
                format!("a list has at most {MAX_LIST} entries"),
            ));
        }
        let mut nodes = Vec::with_capacity(entries.elements.len());
        for entry in &entries.elements {
            nodes.push(match self.operand(entry)? {
                Operand::Literal(literal) => coerce(&literal, &kind, self.schema)?,
                Operand::Typed(..) => {
                    return Err(Fault::new("列表中只能有固定值", "a list holds fixed values only"));
                }
            });
        }
        Ok(match kind {
            Type::Decimal => each_equal(&item, nodes, Order::Decimal),
            Type::Instant => each_equal(&item, nodes, Order::Instant),
            _ => Node::In { item: Box::new(item), list: Box::new(Node::List(nodes)) },
        })
    }

    /// `x in actor.roles`, `actor.id in record.participants`.
    fn contained_in_path(&mut self, item: Operand, list: &IdedExpr) -> Result<Node, Fault> {
        let Operand::Typed(list, Type::List(element)) = self.operand(list)? else {
            return Err(Fault::new("`in` 右边应是列表", "the right side of `in` must be a list"));
        };
        let item = match item {
            Operand::Literal(literal) => coerce(&literal, &element, self.schema)?,
            Operand::Typed(node, kind) if same(&kind, &element) => node,
            Operand::Typed(_, kind) => return Err(mismatch(&kind, &element)),
        };
        let of_record = matches!(list, Node::Path(Path::Record(RecordPath::Participants) | Path::Column(..)));
        if of_record && !matches!(item, Node::Literal(_) | Node::Path(Path::Actor(_))) {
            return Err(Fault::new(
                "记录的列表左边只能是 actor.id 等当事人的内容，或固定值",
                "the left side of `in` a list of the record must be of the actor, such as actor.id, or a fixed value",
            ));
        }
        Ok(Node::In { item: Box::new(item), list: Box::new(list) })
    }

    fn text(&mut self, call: &CallExpr) -> Result<Node, Fault> {
        let operator = match call.func_name.as_str() {
            "contains" => TextOperator::Contains,
            "startsWith" => TextOperator::StartsWith,
            _ => TextOperator::EndsWith,
        };
        let (Some(subject), [argument]) = (&call.target, call.args.as_slice()) else {
            return Err(Fault::new(
                format!("写作 `字段.{}(\"…\")`", call.func_name),
                format!("write `field.{}(\"…\")`", call.func_name),
            ));
        };
        match (self.operand(subject)?, self.operand(argument)?) {
            (Operand::Typed(subject, Type::Text), Operand::Literal(Literal::Text(text))) => {
                Ok(Node::Text { operator, subject: Box::new(subject), argument: Box::new(Node::Literal(text.into())) })
            }
            _ => Err(Fault::new(
                format!("`{}` 只用于文本字段，参数为固定文本", call.func_name),
                format!("`{}` takes a text field and a fixed text", call.func_name),
            )),
        }
    }

    fn operand(&mut self, expr: &IdedExpr) -> Result<Operand, Fault> {
        self.nested(|checker| checker.operand_inside(expr))
    }

    fn operand_inside(&mut self, expr: &IdedExpr) -> Result<Operand, Fault> {
        match &expr.expr {
            Expr::Literal(literal) => self.literal(literal),
            Expr::Ident(_) | Expr::Select(_) => {
                let (path, kind) = path::resolve(&expr.expr, self.schema)?;
                Ok(Operand::Typed(Node::Path(path), kind))
            }
            Expr::Call(call) => self.call(call),
            _ => Err(Fault::new("此处不能这样写", "that can't stand here")),
        }
    }

    fn call(&mut self, call: &CallExpr) -> Result<Operand, Fault> {
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::NEGATE, [IdedExpr { expr: Expr::Literal(LiteralValue::Int(int)), .. }]) => {
                Ok(Operand::Literal(Literal::Integer(int.inner().wrapping_neg())))
            }
            (operators::NEGATE, [IdedExpr { expr: Expr::Literal(LiteralValue::Double(double)), .. }]) => {
                Ok(Operand::Literal(Literal::Decimal(format!("-{}", double.inner()))))
            }
            (operators::ADD, [base, span]) => self.shift(base, span, 1),
            (operators::SUBSTRACT, [base, span]) => self.shift(base, span, -1),
            ("timestamp", [argument]) if call.target.is_none() => match self.operand(argument)? {
                Operand::Literal(literal @ Literal::Text(_)) => {
                    Ok(Operand::Typed(coerce(&literal, &Type::Instant, self.schema)?, Type::Instant))
                }
                _ => Err(Fault::new(
                    "写作 `timestamp(\"2026-11-22T08:00:00Z\")`",
                    "write `timestamp(\"2026-11-22T08:00:00Z\")`",
                )),
            },
            ("days" | "hours" | "minutes", _) => Err(Fault::new(
                "时长只能与 now、today 等相加减",
                "a span is added to or taken from an instant or a day",
            )),
            (name, _)
                if comparison(name).is_some() || name.starts_with(['_', '@', '!']) || FUNCTIONS.contains(&name) =>
            {
                Err(Fault::new("此处应是字段或固定值", "a field or a fixed value must stand here"))
            }
            (name, _) => Err(Fault::unknown("函数", "function", name, FUNCTIONS)),
        }
    }

    fn shift(&mut self, base: &IdedExpr, span: &IdedExpr, sign: i64) -> Result<Operand, Fault> {
        let (minutes, whole_days) = span_minutes(span)?;
        let Operand::Typed(base, kind) = self.operand(base)? else {
            return Err(not_movable());
        };
        let by = sign * minutes;
        let node = match base {
            Node::Shift { base, minutes } => Node::Shift { base, minutes: minutes + by },
            base @ Node::Path(Path::Now | Path::Today | Path::Record(_) | Path::Clock(..)) => {
                Node::Shift { base: Box::new(base), minutes: by }
            }
            _ => return Err(not_movable()),
        };
        match kind {
            Type::Instant => Ok(Operand::Typed(node, kind)),
            Type::Day if whole_days => Ok(Operand::Typed(node, kind)),
            Type::Day => Err(Fault::new("日期只能加减 days(…)", "a day is moved by days(…) only")),
            _ => Err(not_movable()),
        }
    }

    fn literal(&self, literal: &LiteralValue) -> Result<Operand, Fault> {
        Ok(Operand::Literal(match literal {
            LiteralValue::Boolean(truth) => Literal::Truth(*truth.inner()),
            LiteralValue::Int(int) => Literal::Integer(*int.inner()),
            LiteralValue::Double(double) => Literal::Decimal(double.inner().to_string()),
            LiteralValue::String(text) => Literal::Text(text.inner().to_owned()),
            LiteralValue::Null => {
                return Err(Fault::new("没有 null：用 has(…) 判断是否填写", "there is no null: ask has(…)"));
            }
            LiteralValue::Bytes(_) | LiteralValue::UInt(_) => {
                return Err(Fault::new("不支持这种固定值", "that kind of literal is not part of the language"));
            }
        }))
    }

    /// Counts how deep a part stands.
    fn nested<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.depth >= MAX_DEPTH {
            return Err(parse::too_deep());
        }
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        result
    }
}

/// Both sides of a comparison of something looked up with a literal.
fn typed(node: Node, kind: Type, literal: &Literal, schema: &Schema) -> Result<(Node, Node, Type), Fault> {
    let literal = coerce(literal, &kind, schema)?;
    Ok((node, literal, kind))
}

/// Both sides of a comparison of two things looked up.
fn unified(left: Node, first: Type, right: Node, second: Type) -> Result<(Node, Node, Type), Fault> {
    let is_today = |node: &Node| match node {
        Node::Path(Path::Today) => true,
        Node::Shift { base, .. } => **base == Node::Path(Path::Today),
        _ => false,
    };
    match (&first, &second) {
        (Type::Instant, Type::Day) if is_today(&right) => Ok((left, Node::Midnight(Box::new(right)), Type::Instant)),
        (Type::Day, Type::Instant) if is_today(&left) => Ok((Node::Midnight(Box::new(left)), right, Type::Instant)),
        (Type::Integer, Type::Decimal) | (Type::Decimal, Type::Integer) => Ok((left, right, Type::Decimal)),
        (Type::Table(_) | Type::List(_), _) => Err(mismatch(&first, &second)),
        (Type::Word(_), Type::Text) | (Type::Text, Type::Word(_)) => Ok((left, right, Type::Text)),
        _ if same(&first, &second) => Ok((left, right, first)),
        _ => Err(mismatch(&first, &second)),
    }
}

/// Whether two types are the same but for their words.
fn same(first: &Type, second: &Type) -> bool {
    std::mem::discriminant(first) == std::mem::discriminant(second)
}

/// `item in [a, b]` where equality is more than sameness of text.
fn each_equal(item: &Node, entries: Vec<Node>, order: Order) -> Node {
    let equal = |entry| Node::Compare {
        operator: Comparison::Equal,
        order,
        left: Box::new(item.clone()),
        right: Box::new(entry),
    };
    Node::Any(entries.into_iter().map(equal).collect())
}

/// The minutes of `days(30)`, and whether they are whole days.
fn span_minutes(span: &IdedExpr) -> Result<(i64, bool), Fault> {
    let wrong =
        || Fault::new("时长写作 days(30)、hours(4)、minutes(15)", "write a span as days(30), hours(4), minutes(15)");
    let Expr::Call(CallExpr { func_name, target: None, args }) = &span.expr else {
        return Err(wrong());
    };
    let [IdedExpr { expr: Expr::Literal(LiteralValue::Int(count)), .. }] = args.as_slice() else {
        return Err(wrong());
    };
    let unit = match func_name.as_str() {
        "days" => 1440,
        "hours" => 60,
        "minutes" => 1,
        _ => return Err(wrong()),
    };
    let minutes = count.inner().checked_mul(unit).filter(|minutes| (0..=52_596_000).contains(minutes));
    let minutes = minutes.ok_or_else(|| Fault::new("时长最长一百年", "a span is at most a hundred years"))?;
    Ok((minutes, unit == 1440))
}

fn comparison(function: &str) -> Option<Comparison> {
    Some(match function {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::NotEqual,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn no_truth((zh, en): (&str, &str)) -> Fault {
    Fault::new(format!("此处应为真或假，而这是{zh}"), format!("a condition must stand here, not {en}"))
}

fn mismatch(first: &Type, second: &Type) -> Fault {
    let ((first_zh, first_en), (second_zh, second_en)) = (first.name(), second.name());
    Fault::new(format!("{first_zh}不能与{second_zh}比较"), format!("{first_en} can't be compared with {second_en}"))
}

fn not_movable() -> Fault {
    Fault::new(
        "只有 now、today 和记录的各个时间可以加减时长；字段请移动另一边",
        "only now, today and the record's own instants can be moved; beside a field, move the other side",
    )
}
