/** Statements in the wrong order, or left too early. */
import type { AnyNode, AssignmentExpression, Node } from 'acorn';
import { type Edit, edit, type Place } from './edit.ts';

/** A loop that goes over nothing, or is left after its first round. */
export const loopEdits = (node: AnyNode, { code }: Place): Edit[] => {
  if (node.type !== 'ForOfStatement' && node.type !== 'ForStatement' && node.type !== 'WhileStatement') return [];
  const { body } = node;
  const nothing = node.type === 'ForOfStatement' ? [edit('loop', node.right, '[]')] : [];
  if (body.type !== 'BlockStatement') return nothing;
  return [...nothing, edit('loop', body, `${code.slice(body.start, body.end - 1)} break; }`)];
};

export const statementsEdits = (node: AnyNode, { code }: Place): Edit[] => {
  if (node.type !== 'BlockStatement') return [];
  const { body } = node;
  const text = ({ start, end }: Node): string => code.slice(start, end);
  const swaps = body.slice(1).flatMap((second, i) => {
    const first = body[i];
    if (first.type !== 'ExpressionStatement' || second.type !== 'ExpressionStatement') return [];
    if (areApart(first.expression, second.expression, text)) return [];
    const swapped = text(second) + code.slice(first.end, second.start) + text(first);
    return [edit('order', { start: first.start, end: second.end }, swapped)];
  });
  // What is returned elsewhere is missed by whoever asks: only where the last statement is of no value is it the plain mistake.
  const last = body.at(-1);
  const isLeftEarly = last !== undefined && /^(?:For|ForOf|While|Try|Switch)Statement$/.test(last.type);
  return isLeftEarly ? [...swaps, edit('return', last, ';')] : swaps;
};

/** Whether two statements set different things, and neither speaks of what the other sets: in either order they do the same. */
const areApart = (first: Node, second: Node, text: (node: Node) => string): boolean => {
  const targets = [first, second].map((node) =>
    node.type === 'AssignmentExpression' ? text((node as AssignmentExpression).left).replace(/\[.*/, '') : null,
  );
  const [one, other] = targets;
  return one !== null && other !== null && !text(first).includes(other) && !text(second).includes(one);
};
