/** A question about states of one kernel: what is asked for by a text, and its value in a state. */
import { Binder } from './binder.ts';
import { QuestionError } from './complaint.ts';
import { type Expression, textOf } from './expression.ts';
import { parseQuestion } from './parser.ts';
import type { Asked, State } from './state.ts';
import { holds, type Type, type Value, valueText } from './value.ts';

/** A question about a state of a run: asked of as many as one likes. */
export interface Question {
  /** As it would be written best. */
  readonly text: string;
  readonly type: Type;
  /** Whether it needs the state before, because it asks what has just happened. */
  readonly needsBefore: boolean;
  value(state: State): Value;
  /** The value as a condition. A text is none. */
  holds(state: State): boolean;
  /** The value as people read it. */
  told(state: State): string;
}

/** The question that `text` asks. Throws a QuestionError for what does not parse, and for names that there are not. */
export const questionOf = (text: string, asked: Asked): Question => boundQuestion(text, parseQuestion(text), asked);

/** The same, of what must hold or not. Throws a QuestionError for a text. */
export const conditionOf = (text: string, asked: Asked): Question => {
  const expression = parseQuestion(text);
  const question = boundQuestion(text, expression, asked);
  if (question.type !== 'text') return question;
  throw new QuestionError(
    text,
    expression,
    `this is a text, and no condition: compare it, as in ${question.text} == "…"`,
  );
};

/** The question whose tree is `expression`, of `text`. */
export const boundQuestion = (text: string, expression: Expression, asked: Asked): Question => {
  const { type, value, needsBefore } = new Binder(text, asked).bind(expression);
  return {
    ...{ text: textOf(expression), type, needsBefore, value },
    holds: (state) => holds(value(state), type),
    told: (state) => valueText(value(state), type, state.view),
  };
};
