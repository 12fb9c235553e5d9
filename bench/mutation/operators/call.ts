/** Calls that do something near what is meant: the other end of an order, some for all, arguments in each other's place, a result not waited for. */
import type { AnyNode, CallExpression, MemberExpression, Node } from 'acorn';
import { type Edit, edit, type Place } from './edit.ts';

/** Methods, and what is taken for them. */
const OTHERS: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  findIndex: 'findLastIndex',
  indexOf: 'lastIndexOf',
  lastIndexOf: 'indexOf',
  shift: 'pop',
  pop: 'shift',
  push: 'unshift',
  startsWith: 'endsWith',
};
/** Methods that give what they are called on, less something or in another order. */
const DROPPED = ['filter', 'slice', 'toSorted', 'toReversed', 'sort', 'reverse', 'trim'];

export const callEdits = (node: AnyNode, place: Place): Edit[] => {
  if (node.type === 'AwaitExpression')
    return [edit('await', node, place.code.slice(node.argument.start, node.argument.end))];
  if (node.type !== 'CallExpression') return [];
  return [...methodEdits(node, place), ...argumentEdits(node, place)];
};

const methodEdits = (node: CallExpression, { code }: Place): Edit[] => {
  if (node.callee.type !== 'MemberExpression' || node.callee.computed) return [];
  const { object, property } = node.callee as MemberExpression;
  const name = code.slice(property.start, property.end);
  const other = Object.hasOwn(OTHERS, name) ? [edit('method', property, OTHERS[name])] : [];
  const dropped = DROPPED.includes(name) ? [edit('method', node, code.slice(object.start, object.end))] : [];
  return [...other, ...dropped];
};

const SWAPPABLE = ['Identifier', 'MemberExpression'];

/** Two arguments side by side that are mere names. */
const argumentEdits = ({ arguments: all }: CallExpression, { code }: Place): Edit[] =>
  all.slice(1).flatMap((second, i) => {
    const first = all[i] as Node;
    if (!SWAPPABLE.includes(first.type) || !SWAPPABLE.includes(second.type)) return [];
    const [one, between, other] = [
      code.slice(first.start, first.end),
      code.slice(first.end, second.start),
      code.slice(second.start, second.end),
    ];
    return [edit('arguments', { start: first.start, end: second.end }, `${other}${between}${one}`)];
  });
