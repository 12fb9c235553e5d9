/** From the text of a question to its tree, by descent: one method for each rule of the grammar (expression.ts). */
import { thereAre } from '../../did-you-mean.ts';
import { QuestionError, type Span } from './complaint.ts';
import { COMPARISON, type Expression, PRECEDENCE, type Subject } from './expression.ts';
import { type Token, tokensOf } from './token.ts';
import { VERBS } from './verbs.ts';

/** Words that begin a sentence, and of what it is one. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  page: 'page',
  process: 'process',
  environment: 'process',
  env: 'process',
};

/** The question that `text` asks. Throws a QuestionError for what is none. */
export const parseQuestion = (text: string): Expression => new Parser(text).whole();

/** What a text says to watch: a thing by itself, an invariant by its name, or the value of a question. */
export interface Watched {
  readonly thing: 'page' | 'word' | 'count' | 'process' | 'invariant' | 'question';
  readonly object: Expression;
}

/** What `text` says to watch. Throws a QuestionError for what is no such thing. */
export const parseWatched = (text: string): Watched => new Parser(text).watched();

const THINGS: Readonly<Record<string, Watched['thing']>> = {
  ...SUBJECTS,
  word: 'word',
  count: 'count',
};

/** Reads a text from its front; what it has read stays read. */
class Parser {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  /** A question, and nothing after it. */
  whole(): Expression {
    const question = this.binary(0);
    if (this.next.kind !== 'end') throw this.unexpected();
    return question;
  }

  /** A thing and which one it is; a question, if it goes on after that. */
  watched(): Watched {
    const [{ kind, text }, after] = this.tokens;
    if (kind === 'name' && text === 'invariant') return { thing: 'invariant', object: this.rest() };
    if (kind === 'name' && Object.hasOwn(THINGS, text) && after.text !== '(') {
      this.take();
      const object = this.value();
      if (this.next.kind === 'end') return { thing: THINGS[text], object };
      this.at = 0;
    }
    return { thing: 'question', object: this.whole() };
  }

  /** What stands after the first word, in quotes or without, as a text. */
  private rest(): Expression {
    const [, first] = this.tokens;
    const end = this.tokens[Math.max(1, this.tokens.length - 2)].end;
    const text = this.text.slice(first.start, end).replace(/^(["'])(.*)\1$/, '$2');
    return { kind: 'text', text, start: first.start, end };
  }

  private get next(): Token {
    return this.tokens[this.at];
  }

  private take(): Token {
    return this.tokens[this.at++];
  }

  /** Takes the next word if it is one of `signs`. */
  private takeSign(...signs: readonly string[]): Token | null {
    const { kind, text } = this.next;
    return kind === 'sign' && signs.includes(text) ? this.take() : null;
  }

  private binary(level: number): Expression {
    if (level === PRECEDENCE.length) return this.unary();
    let left = this.binary(level + 1);
    for (let sign = this.takeSign(...PRECEDENCE[level]); sign !== null; sign = this.takeSign(...PRECEDENCE[level])) {
      const right = this.binary(level + 1);
      left = { kind: 'binary', sign: sign.text, left, right, start: left.start, end: right.end };
      if (level === COMPARISON) this.refuseSecondComparison();
    }
    return left;
  }

  private refuseSecondComparison(): void {
    if (this.takeSign(...PRECEDENCE[COMPARISON]) === null) return;
    const sign = this.tokens[this.at - 1];
    throw this.error(sign, 'two comparisons in a row: join them with &&, or put one in parentheses');
  }

  private unary(): Expression {
    const sign = this.takeSign('!', '-');
    if (sign === null) return this.value();
    const operand = this.unary();
    return { kind: 'unary', sign: sign.text, operand, start: sign.start, end: operand.end };
  }

  private value(): Expression {
    const open = this.takeSign('(');
    if (open !== null) return this.inParentheses(open);
    const { kind, text, start, end } = this.next;
    if (kind === 'end' || kind === 'sign') throw this.unexpected();
    this.take();
    if (kind === 'name') return this.named(text, { start, end });
    return { kind, text, start, end };
  }

  private inParentheses({ start }: Token): Expression {
    const question = this.binary(0);
    return { ...question, start, end: this.close().end };
  }

  private close(): Token {
    const sign = this.takeSign(')');
    if (sign === null) throw this.error(this.next, 'a ) is missing here');
    return sign;
  }

  private named(name: string, span: Span): Expression {
    if (Object.hasOwn(SUBJECTS, name)) return this.sentence(name, span);
    if (name === 'none') return { kind: 'none', ...span };
    if (this.takeSign('(') === null) return { kind: 'name', name, given: null, ...span };
    const given: Expression[] = [];
    if (this.takeSign(')') === null) {
      do given.push(this.binary(0));
      while (this.takeSign(',') !== null);
      this.close();
    }
    return { kind: 'name', name, given, start: span.start, end: this.tokens[this.at - 1].end };
  }

  private sentence(word: string, { start }: Span): Expression {
    const subject = SUBJECTS[word];
    const object = this.value();
    const words: string[] = [];
    const first = this.next;
    while (this.next.kind === 'name') words.push(this.take().text);
    const verb = words.join(' ');
    const end = words.length === 0 ? first.end : this.tokens[this.at - 1].end;
    if (!Object.hasOwn(VERBS[subject], verb)) throw this.error({ start: first.start, end }, verbless(subject, verb));
    return { kind: 'sentence', subject, object, verb, start, end };
  }

  private unexpected(): QuestionError {
    const { kind, text } = this.next;
    if (kind === 'end') return this.error(this.next, 'something is missing at the end');
    const isAfterValue = this.at > 0 && this.isValue(this.tokens[this.at - 1]);
    const before = isAfterValue ? `${this.tokens[this.at - 1].text} ends here` : 'a value is expected here';
    return this.error(
      this.next,
      `${before}, and ${text} is ${isAfterValue ? 'no sign that joins it to more' : 'none'}`,
    );
  }

  private isValue({ kind, text }: Token): boolean {
    return kind !== 'sign' || text === ')';
  }

  private error({ start, end }: Span, message: string): QuestionError {
    return new QuestionError(this.text, { start, end }, message);
  }
}

const verbless = (subject: Subject, verb: string): string => {
  const known = Object.keys(VERBS[subject]);
  if (verb === '') return `what of that ${subject}? There are ${known.join(', ')}`;
  return `a ${subject} does nothing called ${verb}; ${thereAre(verb, known)}`;
};
