/**
 * The operators of mutation: for each kind of node, the small mistakes that could stand there instead. docs/mutation.md lists
 * them. Left alone: imports, types, strings and templates, `??` and `?.`, what is thrown, and what an array or object consists of.
 */
import type { AnyNode, BinaryExpression, Expression, Literal, Node } from 'acorn';

/** One replacement: the characters from `start` to `end` become `text`. */
export interface Edit {
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Finds where an operator's sign stands: the first token equal to `sign` from offset `from` on. */
export type FindSign = (sign: string, from: number) => { readonly start: number; readonly end: number };

/** The name of an operator and, for each sign that it changes, what it makes of it. */
type Table = readonly (readonly [operator: string, signs: Readonly<Record<string, readonly string[]>>])[];

const SIGNS: Table = [
  ['arithmetic', { '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['*'], '**': ['*'] }],
  ['boundary', { '<': ['<='], '<=': ['<'], '>': ['>='], '>=': ['>'] }],
  ['negation', { '<': ['>='], '<=': ['>'], '>': ['<='], '>=': ['<'] }],
  ['equality', { '===': ['!=='], '!==': ['==='], '==': ['!='], '!=': ['=='] }],
  ['logic', { '&&': ['||'], '||': ['&&'] }],
  ['bits', { '&': ['|'], '|': ['&'], '^': ['&'] }],
  ['shift', { '<<': ['>>'], '>>': ['<<'], '>>>': ['>>', '<<'] }],
  ['step', { '++': ['--'], '--': ['++'] }],
  ['assignment', { '+=': ['-='], '-=': ['+='], '*=': ['/='], '/=': ['*='] }],
  ['assignment', { '&=': ['|='], '|=': ['&='], '^=': ['&='], '<<=': ['>>='], '>>=': ['<<='], '>>>=': ['>>='] }],
];

const REMOVABLE = ['CallExpression', 'ChainExpression', 'AssignmentExpression', 'UpdateExpression'];

/** The edits at `node` itself, not below it. */
export const editsOf = (node: AnyNode, find: FindSign): Edit[] => {
  switch (node.type) {
    case 'BinaryExpression':
      return joinsTexts(node) ? [] : signs(node.operator, find, node.left.end);
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return signs(node.operator, find, node.left.end);
    case 'UpdateExpression':
      return signs(node.operator, find, node.prefix ? node.start : node.argument.end);
    case 'UnaryExpression':
      return ['-', '!', '~'].includes(node.operator) ? [edit('unary', find(node.operator, node.start), '')] : [];
    case 'Literal':
      return literal(node.value, node.raw ?? '').map((text) => edit(typeof node.value, node, text));
    case 'IfStatement':
    case 'ConditionalExpression':
      return ['true', 'false'].map((text) => edit('condition', node.test, text));
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
      return node.test ? [edit('condition', node.test, 'false')] : [];
    case 'ExpressionStatement':
      return isRemovable(node.expression) ? [edit('statement', node, ';')] : [];
    case 'ReturnStatement':
      return node.argument?.type === 'CallExpression' ? [edit('return', node, 'return;')] : [];
    default:
      return [];
  }
};

const edit = (operator: string, { start, end }: Pick<Node, 'start' | 'end'>, text: string): Edit => ({
  operator,
  start,
  end,
  text,
});

const signs = (sign: string, find: FindSign, from: number): Edit[] =>
  SIGNS.flatMap(([operator, table]) => (table[sign] ?? []).map((text) => edit(operator, find(sign, from), text)));

const joinsTexts = ({ operator, left, right }: BinaryExpression): boolean =>
  operator === '+' && (isText(left) || isText(right));

const isText = (node: Node): boolean =>
  node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof (node as Literal).value === 'string');

/** A constructor must call `super`; what else a statement does can be left undone. */
const isRemovable = (expression: Expression): boolean =>
  REMOVABLE.includes(expression.type) && !(expression.type === 'CallExpression' && expression.callee.type === 'Super');

/** One more and one less, in the literal's own base; the opposite of a boolean. */
const literal = (value: unknown, raw: string): string[] => {
  if (typeof value === 'boolean') return [String(!value)];
  if (typeof value !== 'number') return [];
  const show = (n: number): string => (raw.startsWith('0x') ? `0x${n.toString(16)}` : n < 0 ? `(${n})` : `${n}`);
  return value === 0 ? ['1'] : [show(value + 1), show(value - 1)];
};
