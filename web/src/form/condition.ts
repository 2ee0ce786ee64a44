// Conditions over the answers of a form, as the page follows them while it is filled in. The server decides; what the page
// can't read it asks. Both are held to one table of cases: `crates/engine/tests/it/form_cases.json`.
import type { FieldKind } from "../api/wire";
import { type Compared, compared, fixed, ORDERED, paired, type Side, Unread } from "./compare";

export { answerOf } from "./compare";

export type Kinds = { [question: string]: FieldKind | undefined };
/** Answers by question, as texts. */
export type Answers = { [question: string]: string | undefined };

/** True, false, or undefined: it can't be said. */
type Truth = boolean | undefined;

const TOKEN =
  /\s*(&&|\|\||==|!=|<=|>=|[<>!()[\],]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*)/y;

/** How a part begins that is no comparison. */
const ALONE = /^(!|\(|has|answers\.\w+\.\w+)$/;

const OPERATORS: { [operator: string]: (order: number) => boolean } = {
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/** How texts are looked into; the names of the server. */
const LOOKS: { [how: string]: (whole: string, part: string) => boolean } = {
  contains: (whole, part) => whole.includes(part),
  startsWith: (whole, part) => whole.startsWith(part),
  endsWith: (whole, part) => whole.endsWith(part),
};

const ANSWERED: { [kind in FieldKind]?: Compared } = {
  boolean: "truth",
  integer: "integer",
  decimal: "decimal",
  text: "text",
  long_text: "text",
  choice: "word",
  date: "day",
};

/** What a condition comes to; `null` where the page can't read it. */
export function holds(source: string, kinds: Kinds, answers: Answers): Truth | null {
  try {
    return new Reading(tokens(source), kinds, answers).whole();
  } catch (error) {
    if (error instanceof Unread) return null;
    throw error;
  }
}

function tokens(source: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const token = TOKEN.exec(source)?.[1];
    if (token === undefined) throw new Unread();
    found.push(token);
  }
  return found;
}

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

/** Whether one of them holds: what holds settles it, what can't be said leaves it open. */
function any(truths: Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

class Reading {
  private at = 0;

  constructor(
    private readonly all: string[],
    private readonly kinds: Kinds,
    private readonly answers: Answers,
  ) {}

  whole(): Truth {
    const truth = this.or();
    if (this.at < this.all.length) throw new Unread();
    return truth;
  }

  private or(): Truth {
    const parts = [this.and()];
    while (this.takes("||")) parts.push(this.and());
    return any(parts);
  }

  private and(): Truth {
    const parts = [not(this.one())];
    while (this.takes("&&")) parts.push(not(this.one()));
    return not(any(parts));
  }

  private one(): Truth {
    const start = this.at;
    if (ALONE.test(this.all[start] ?? "")) return this.alone();
    const left = this.side();
    if (this.takes("in")) return this.among(left);
    const operator = this.all[this.at] ?? "";
    const stands = OPERATORS[operator];
    if (stands === undefined) {
      this.at = start;
      return this.alone();
    }
    this.at += 1;
    const [kind, first, second] = paired(left, this.side());
    if (!ORDERED.includes(kind) && operator !== "==" && operator !== "!=") throw new Unread();
    if (first === undefined || second === undefined) return undefined;
    return stands(compared(kind, first, second));
  }

  /** What `!` can stand before: brackets, `has`, a text that is looked into, an answer of yes or no. */
  private alone(): Truth {
    if (this.takes("!")) return not(this.alone());
    if (this.takes("(")) {
      const truth = this.or();
      this.need(")");
      return truth;
    }
    if (this.takes("has")) {
      this.need("(");
      const side = this.side();
      this.need(")");
      if (side.isFixed) throw new Unread();
      return side.value !== undefined;
    }
    const [, question, how] = /^answers\.(\w+)\.(\w+)$/.exec(this.all[this.at] ?? "") ?? [];
    if (question !== undefined && how !== undefined) return this.within(question, how);
    const side = this.side();
    if (side.kind !== "truth") throw new Unread();
    return side.value === undefined ? undefined : side.value === "true";
  }

  /** A text in which another is looked for. */
  private within(question: string, how: string): Truth {
    const look = LOOKS[how];
    const kind = this.kinds[question];
    if (look === undefined || (kind !== "text" && kind !== "long_text")) throw new Unread();
    this.at += 1;
    this.need("(");
    const part = this.side();
    this.need(")");
    if (!part.isFixed || part.kind !== "text" || part.value === undefined) throw new Unread();
    const whole = this.answers[question];
    return whole === undefined ? undefined : look(whole, part.value);
  }

  private among(item: Side): Truth {
    if (item.isFixed) throw new Unread();
    this.need("[");
    const truths: Truth[] = [];
    while (!this.takes("]")) {
      if (truths.length > 0) this.need(",");
      const entry = this.side();
      if (!entry.isFixed) throw new Unread();
      const [kind, first, second] = paired(item, entry);
      truths.push(first === undefined || second === undefined ? undefined : compared(kind, first, second) === 0);
    }
    return any(truths);
  }

  private side(): Side {
    const token = this.all[this.at];
    this.at += 1;
    if (token === undefined) throw new Unread();
    const question = /^answers\.(\w+)$/.exec(token)?.[1];
    if (question === undefined) return fixed(token);
    const kind = ANSWERED[this.kinds[question] ?? "table"];
    if (kind === undefined) throw new Unread();
    return { kind, value: this.answers[question], isFixed: false };
  }

  private takes(token: string): boolean {
    if (this.all[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private need(token: string) {
    if (!this.takes(token)) throw new Unread();
  }
}
