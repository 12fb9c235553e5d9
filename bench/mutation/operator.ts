/**
 * The operators of mutation: for each kind of node, the small mistakes that could stand there instead. docs/mutation.md lists
 * them. Left alone: imports, types, strings and templates, `??` and `?.`, and what an array or object consists of.
 */
import type { AnyNode, BinaryExpression, Expression, Literal, Node } from 'acorn';
import { callEdits } from './operators/call.ts';
import { type Edit, edit, type Place } from './operators/edit.ts';
import { fieldEdits } from './operators/field.ts';
import { loopEdits, statementsEdits } from './operators/statement.ts';
import { unitEdits } from './operators/unit.ts';

/** The name of an operator and, for each sign that it changes, what it makes of it. */
type Table = readonly (readonly [operator: string, signs: Readonly<Record<string, readonly string[]>>])[];

const SIGNS: Table = [
  ['arithmetic', { '+': ['-'], '-': ['+'], '*': ['/'], '/': ['*'], '%': ['*'], '**': ['*'] }],
  ['boundary', { '<': ['<='], '<=': ['<'], '>': ['>='], '>=': ['>'] }],
  ['negation', { '<': ['>='], '<=': ['>'], '>': ['<='], '>=': ['<'] }],
  ['equality', { '===': ['!=='], '!==': ['==='], '==': ['!='], '!=': ['=='] }],
  ['logic', { '&&': ['||'], '||': ['&&'] }],
  ['bits', { '&': ['|'], '|': ['&'], '^': ['&'] }],
  ['shift', { '<<': ['>>'], '>>': ['<<', '>>>'], '>>>': ['>>', '<<'] }],
  ['step', { '++': ['--'], '--': ['++'] }],
  ['assignment', { '+=': ['-=', '='], '-=': ['+=', '='], '*=': ['/='], '/=': ['*='] }],
  ['assignment', { '&=': ['|='], '|=': ['&=', '='], '^=': ['&='], '<<=': ['>>='], '>>=': ['<<='], '>>>=': ['>>='] }],
];

const REMOVABLE = ['CallExpression', 'ChainExpression', 'AssignmentExpression', 'UpdateExpression', 'AwaitExpression'];

/** The edits at `node` itself, not below it. */
export const editsOf = (node: AnyNode, place: Place): Edit[] => [
  ...signEdits(node, place),
  ...unitEdits(node, place),
  ...callEdits(node, place),
  ...fieldEdits(node, place),
  ...loopEdits(node, place),
  ...statementsEdits(node, place),
];

const signEdits = (node: AnyNode, { code, find }: Place): Edit[] => {
  const signs = (sign: string, from: number): Edit[] =>
    SIGNS.flatMap(([operator, table]) => (table[sign] ?? []).map((text) => edit(operator, find(sign, from), text)));
  switch (node.type) {
    case 'BinaryExpression':
      return joinsTexts(node) ? [] : signs(node.operator, node.left.end);
    case 'LogicalExpression':
      return [
        ...signs(node.operator, node.left.end),
        ...(node.operator === '??'
          ? []
          : [node.left, node.right].map((kept) => edit('operand', node, codeOf(code, kept)))),
      ];
    case 'AssignmentExpression':
      return signs(node.operator, node.left.end);
    case 'UpdateExpression':
      return signs(node.operator, node.prefix ? node.start : node.argument.end);
    case 'UnaryExpression':
      return ['-', '!', '~'].includes(node.operator) ? [edit('unary', find(node.operator, node.start), '')] : [];
    case 'Literal':
      return literal(node).map((text) => edit(typeof node.value, node, text));
    case 'IfStatement':
    case 'ConditionalExpression':
      return ['true', 'false', ...negated(node.test, code)].map((text) => edit('condition', node.test, text));
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
      return node.test ? [edit('condition', node.test, 'false')] : [];
    case 'ExpressionStatement':
      return isRemovable(node.expression) ? [edit('statement', node, ';')] : [];
    case 'ThrowStatement':
      return [edit('error', node, ';')];
    case 'ReturnStatement':
      return node.argument?.type === 'CallExpression' ? [edit('return', node, 'return;')] : [];
    default:
      return [];
  }
};

const codeOf = (code: string, { start, end }: Node): string => code.slice(start, end);

/** The opposite of a condition in which no sign can be turned, and which no `!` begins. */
const negated = (test: Expression, code: string): string[] =>
  ['BinaryExpression', 'LogicalExpression', 'UnaryExpression'].includes(test.type) ? [] : [`!(${codeOf(code, test)})`];

const joinsTexts = ({ operator, left, right }: BinaryExpression): boolean =>
  operator === '+' && (isText(left) || isText(right));

const isText = (node: Node): boolean =>
  node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof (node as Literal).value === 'string');

/** A constructor must call `super`; what else a statement does can be left undone. */
const isRemovable = (expression: Expression): boolean =>
  REMOVABLE.includes(expression.type) && !(expression.type === 'CallExpression' && expression.callee.type === 'Super');

/** One more and one less, in the literal's own base; the opposite of a boolean. */
const literal = ({ value, raw = '' }: Literal): string[] => {
  if (typeof value === 'boolean') return [String(!value)];
  if (typeof value === 'bigint') return [`${value + 1n}n`];
  if (typeof value !== 'number') return [];
  const show = (n: number): string => (raw.startsWith('0x') ? `0x${n.toString(16)}` : n < 0 ? `(${n})` : `${n}`);
  return value === 0 ? ['1'] : [show(value + 1), show(value - 1)];
};
