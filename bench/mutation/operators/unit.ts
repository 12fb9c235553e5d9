/** Wrong units and widths: an address for the number of its page, bytes for words, a sign where there is none, half of a number. */
import type { AnyNode, Node } from 'acorn';
import { type Edit, edit, type Place } from './edit.ts';

/** Names of sizes: what is multiplied, divided or shifted by them changes its unit. */
const SIZE = /^(?:\w+_)?(?:SIZE|BITS|WORDS|BYTES|SHIFT|QUADS|SPAN)$|^SPANS$/;
const CONVERSIONS = ['*', '/', '<<', '>>', '>>>', '*=', '/='];

const nameOf = (node: Node, code: string): string => code.slice(node.start, node.end).replace(/\[.*$/, '');

export const unitEdits = (node: AnyNode, { code, find }: Place): Edit[] => {
  const text = ({ start, end }: Node): string => code.slice(start, end);
  if (node.type === 'BinaryExpression' && CONVERSIONS.includes(node.operator)) {
    const converted = SIZE.test(nameOf(node.right, code)) ? [edit('unit', node, text(node.left))] : [];
    const isWide = node.operator === '>>>' && text(node.right) === '0';
    return isWide ? [...converted, edit('width', node, text(node.left))] : converted;
  }
  if (node.type === 'BinaryExpression' && node.operator === '|' && text(node.right) === '0')
    return [edit('width', node, text(node.left))];
  if (node.type !== 'CallExpression') return [];
  const callee = text(node.callee);
  const [first] = node.arguments;
  if (callee === 'Math.floor' || callee === 'Math.trunc') return [edit('width', node, `((${text(first)}) | 0)`)];
  if (callee === 'BigInt.asIntN') return [edit('width', find('asIntN', node.start), 'asUintN')];
  if (callee === 'BigInt.asUintN') return [edit('width', find('asUintN', node.start), 'asIntN')];
  return [];
};
