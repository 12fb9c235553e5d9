/**
 * Questions about a state as trees, and their text.
 *
 *     question    = both { "||" both }
 *     both        = comparison { "&&" comparison }
 *     comparison  = bits [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) bits ]
 *     bits        = masked { "|" masked }            masked = sum { "&" sum }
 *     sum         = product { ( "+" | "-" ) product }
 *     product     = unary { ( "*" | "/" | "%" ) unary }
 *     unary       = [ "!" | "-" ] unary | value
 *     value       = number | text | "none" | name [ "(" question { "," question } ")" ] | sentence | "(" question ")"
 *     sentence    = ( "page" | "process" ) value verb { verb }
 *
 * Unlike in C, `&` and `|` bind more tightly than comparisons, so that `word(0x5004) & 1 == 1` asks for a bit.
 */
import type { Span } from './complaint.ts';

export type Subject = 'page' | 'process';

export type Expression = Span &
  (
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'none' }
    /** A name; with arguments, if there is a parenthesis. */
    | { readonly kind: 'name'; readonly name: string; readonly given: readonly Expression[] | null }
    /** What is said of a page or process: `process 2 exits`. */
    | { readonly kind: 'sentence'; readonly subject: Subject; readonly object: Expression; readonly verb: string }
    | { readonly kind: 'unary'; readonly sign: string; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  );

/** Signs between two values: the later ones bind more tightly. Comparisons stand alone. */
export const PRECEDENCE: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['|'],
  ['&'],
  ['+', '-'],
  ['*', '/', '%'],
];
/** How tightly a comparison binds: it has none within. */
export const COMPARISON = 2;
const UNARY = PRECEDENCE.length;
const VALUE = UNARY + 1;

export const precedenceOf = (sign: string): number => PRECEDENCE.findIndex((signs) => signs.includes(sign));

/** The text of an expression, with no parentheses but those that it needs. */
export const textOf = (expression: Expression): string => {
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'text':
      return quoted(expression.text);
    case 'none':
      return 'none';
    case 'name':
      return expression.name + (expression.given === null ? '' : `(${expression.given.map(textOf).join(', ')})`);
    case 'sentence':
      return `${expression.subject} ${within(expression.object, VALUE)} ${expression.verb}`;
    case 'unary':
      return expression.sign + within(expression.operand, UNARY);
    case 'binary':
      return binaryText(expression.sign, expression.left, expression.right);
  }
};

const binaryText = (sign: string, left: Expression, right: Expression): string => {
  const own = precedenceOf(sign);
  const least = own === COMPARISON ? own + 1 : own;
  return `${within(left, least)} ${sign} ${within(right, own + 1)}`;
};

/** In parentheses, if it binds less tightly than `least`. */
const within = (expression: Expression, least: number): string =>
  tightnessOf(expression) < least ? `(${textOf(expression)})` : textOf(expression);

const tightnessOf = (expression: Expression): number => {
  if (expression.kind === 'binary') return precedenceOf(expression.sign);
  return expression.kind === 'unary' ? UNARY : expression.kind === 'sentence' ? UNARY : VALUE;
};

const quoted = (text: string): string => (text.includes('"') ? `'${text}'` : `"${text}"`);
