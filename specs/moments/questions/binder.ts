/**
 * Binding: from the tree of a question to what gives its value in a state of one kernel. It finds each name, and checks types; so what is bound
 * asks without any failure, and without effect.
 */
import { meantBy, nearestTo } from '../../did-you-mean.ts';
import { countProblem, EXPECTED, invariantProblem, pageProblem } from './arguments.ts';
import { QuestionError, type Span } from './complaint.ts';
import { type Expression, textOf } from './expression.ts';
import { operationOf } from './operators.ts';
import type { Asked, State } from './state.ts';
import { holds, isNumeric, type Type, type Value } from './value.ts';
import { VERBS } from './verbs.ts';
import { type Name, needsProcesses, type Parameter } from './vocabulary/name.ts';
import { otherWidth } from './vocabulary/registers.ts';
import { vocabularyOf } from './vocabulary.ts';

/** A part of a question that is bound. */
export interface Bound {
  readonly type: Type;
  /** Whether it needs the state before, because it asks what has just happened. */
  readonly needsBefore: boolean;
  value(state: State): Value;
}

const MOST_NEAREST = 3;

/** Binds expressions of one text. Throws a QuestionError that points into it for names that there are not, and for what cannot be put together. */
export class Binder {
  private readonly text: string;
  private readonly asked: Asked;
  private readonly names: readonly Name[];

  constructor(text: string, asked: Asked) {
    this.text = text;
    this.asked = asked;
    this.names = vocabularyOf(asked);
  }

  bind(expression: Expression): Bound {
    switch (expression.kind) {
      case 'number':
        return constant('number', this.numberOf(expression));
      case 'text':
        return constant('text', expression.text);
      case 'none':
        return constant('number', null);
      case 'name':
        return this.named(expression, expression.name, expression.given);
      case 'sentence':
        return this.sentence(expression, expression.object);
      case 'unary':
        return this.unary(expression, expression.sign, expression.operand);
      case 'binary':
        return this.binary(expression);
    }
  }

  private numberOf(expression: Expression & { readonly kind: 'number' }): number {
    const { text } = expression;
    if (/^\d+$/.test(text) || /^0x[\da-f]+$/i.test(text)) return Number(text);
    const hint = /^[\da-f]+$/i.test(text) ? `; in hexadecimal it is 0x${text}` : '';
    throw this.error(expression, `${text} is no number${hint}`);
  }

  private named(expression: Expression, word: string, given: readonly Expression[] | null): Bound {
    const name = this.names.find((one) => one.name === word);
    if (name === undefined) throw this.error(this.spanOf(expression, word), this.strange(word));
    this.refuse(expression, name.lacking?.(this.asked) ?? null);
    this.refuse(expression, countProblem(name, given?.length ?? null));
    const parts = (given ?? []).map((one, i) => this.argument(one, name.takes[i]));
    return {
      type: name.gives,
      needsBefore: parts.some(({ needsBefore }) => needsBefore),
      value: (state) => {
        const values = parts.map((part) => part.value(state));
        return values.includes(null) ? null : name.of(state, ...(values as NonNullable<Value>[]));
      },
    };
  }

  private strange(word: string): string {
    const other = otherWidth(word, this.asked.kernel.machine.paging);
    if (other !== null) return `there is no ${word} here: programs of this kernel have ${other}`;
    const known = this.names.map(({ name }) => name);
    const meant = meantBy(word, known);
    if (meant !== null) return `there is no ${word}: did you mean ${meant}?`;
    return `there is no ${word}; there are ${nearestTo(word, known, MOST_NEAREST).join(', ')}, and more: ask for words`;
  }

  /** What stands in parentheses, and is one of such. */
  argument(given: Expression, parameter: Parameter): Bound {
    if (parameter === 'process') return this.process(given);
    if (parameter === 'invariant') return this.invariant(given);
    const bound = this.bind(given);
    if (!isNumeric(bound.type)) throw this.error(given, `expected ${EXPECTED[parameter]}`);
    if (parameter === 'page' && given.kind === 'number') this.refuse(given, pageProblem(given.text));
    return bound;
  }

  private invariant(given: Expression): Bound {
    if (given.kind !== 'text') throw this.error(given, `expected ${EXPECTED.invariant}`);
    this.refuse(given, invariantProblem(this.asked, given.text));
    return this.bind(given);
  }

  private refuse(span: Span, problem: string | null): void {
    if (problem !== null) throw this.error(span, problem);
  }

  /** A process by its number, as people write it: where the kernel writes those in hexadecimal, so do they. */
  private process(given: Expression): Bound {
    if (given.kind === 'number' && this.asked.kernel.view.labelOf !== undefined) {
      const pid = Number.parseInt(given.text.replace(/^0x/i, ''), 16);
      if (/^(?:0x)?[\da-f]+$/i.test(given.text)) return constant('pid', pid);
    }
    const bound = this.bind(given);
    if (!isNumeric(bound.type)) throw this.error(given, `expected ${EXPECTED.process}`);
    return bound;
  }

  private sentence(expression: Expression & { readonly kind: 'sentence' }, object: Expression): Bound {
    const verb = VERBS[expression.subject][expression.verb];
    if (expression.subject === 'process') this.refuse(expression, needsProcesses(this.asked));
    const bound = this.argument(object, expression.subject);
    return {
      type: 'condition',
      needsBefore: bound.needsBefore || verb.isEvent === true,
      value: (state) => {
        const value = bound.value(state);
        return value !== null && verb.holds(state, Number(value));
      },
    };
  }

  private unary(expression: Expression, sign: string, operand: Expression): Bound {
    const { type, value, needsBefore } = this.bind(operand);
    if (sign === '!') {
      if (type === 'text') throw this.error(operand, 'a text is no condition: ! has nothing to turn around');
      return { type: 'condition', needsBefore, value: (state) => !holds(value(state), type) };
    }
    if (!isNumeric(type)) throw this.error(expression, `- needs a number, and ${textOf(operand)} is none`);
    const negative = (number: Value): Value => (number === null ? null : -Number(number));
    return { type: 'number', needsBefore, value: (state) => negative(value(state)) };
  }

  private binary(expression: Expression & { readonly kind: 'binary' }): Bound {
    const { sign } = expression;
    const [left, right] = this.sides(expression.left, expression.right);
    const operation = operationOf(sign, left.type, right.type);
    if (typeof operation === 'string') throw this.error(expression, operation);
    return {
      type: operation.gives,
      needsBefore: left.needsBefore || right.needsBefore,
      value: (state) =>
        operation.of(
          () => left.value(state),
          () => right.value(state),
        ),
    };
  }

  /** Both sides: beside the number of a process a number is one, too; and `none` is of any type. */
  private sides(left: Expression, right: Expression): readonly [Bound, Bound] {
    const isOpen = ({ kind }: Expression): boolean => kind === 'number' || kind === 'none';
    if (isOpen(left)) {
      const other = this.bind(right);
      return [this.beside(other.type, left), other];
    }
    const first = this.bind(left);
    return [first, isOpen(right) ? this.beside(first.type, right) : this.bind(right)];
  }

  private beside(type: Type, side: Expression): Bound {
    if (side.kind === 'none') return constant(type, null);
    return type === 'pid' ? this.process(side) : this.bind(side);
  }

  /** Of a name with arguments the name alone. */
  private spanOf({ start }: Span, word: string): Span {
    return { start, end: start + word.length };
  }

  private error(span: Span, message: string): QuestionError {
    return new QuestionError(this.text, span, message);
  }
}

const constant = (type: Type, value: Value): Bound => ({ type, needsBefore: false, value: () => value });
