// Conditions over the answers of a form, as the page follows them while it is filled in. The server decides; what the page
// can't read it asks.

type Answer = string | number | boolean;
export type Answers = { [question: string]: Answer | undefined };

/** True, false, or undefined: it can't be said. */
type Truth = boolean | undefined;

const TOKEN =
  /\s*(&&|\|\||==|!=|<=|>=|[<>!()[\],]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*)/y;

/** What a condition comes to; `null` where the page can't read it. */
export function holds(source: string, answers: Answers): Truth | null {
  try {
    return new Reading(tokens(source), answers).whole();
  } catch (error) {
    if (error instanceof Unread) return null;
    throw error;
  }
}

class Unread extends Error {}

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
    if (this.takes("!")) return not(this.one());
    if (this.takes("(")) {
      const truth = this.or();
      this.need(")");
      return truth;
    }
    if (this.takes("has")) {
      this.need("(");
      const found = this.value();
      this.need(")");
      return found !== undefined;
    }
    const left = this.value();
    const operator = this.all[this.at] ?? "";
    if (this.takes("in")) return this.among(left);
    if (!["==", "!=", "<", "<=", ">", ">="].includes(operator)) return typeof left === "boolean" ? left : undefined;
    this.at += 1;
    return compared(operator, left, this.value());
  }

  private among(item: Answer | undefined): Truth {
    this.need("[");
    const truths: Truth[] = [];
    while (!this.takes("]")) {
      truths.push(compared("==", item, this.value()));
      this.takes(",");
    }
    return any(truths);
  }

  private value(): Answer | undefined {
    const token = this.all[this.at];
    this.at += 1;
    if (token === undefined) throw new Unread();
    if (token === "true" || token === "false") return token === "true";
    if (/^["']/.test(token)) return token.slice(1, -1).replace(/\\(.)/g, "$1");
    if (/^-?\d/.test(token)) return Number(token);
    const question = /^answers\.(\w+)$/.exec(token)?.[1];
    if (question === undefined) throw new Unread();
    return this.answers[question];
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

function compared(operator: string, left: Answer | undefined, right: Answer | undefined): Truth {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    default:
      return left >= right;
  }
}
