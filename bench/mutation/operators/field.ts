/** The wrong field of the same type, of the same object: of classes by their declared types, of other things by names that come in pairs. */
import type { AnyNode } from 'acorn';
import { type Edit, edit, type Field, type Place } from './edit.ts';

const PAIRS: Readonly<Record<string, string>> = {
  start: 'end',
  end: 'start',
  first: 'last',
  last: 'first',
  before: 'after',
  after: 'before',
  low: 'high',
  high: 'low',
  left: 'right',
  right: 'left',
  va: 'pa',
  pa: 'va',
};

export const fieldEdits = (node: AnyNode, { fields }: Place): Edit[] => {
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return [];
  const { name } = node.property;
  if (node.object.type !== 'ThisExpression')
    return Object.hasOwn(PAIRS, name) ? [edit('field', node.property, PAIRS[name])] : [];
  const own = fields.filter(({ from, to }) => from <= node.start && node.end <= to);
  const alike = own.filter(({ type }) => type !== '' && type === own.find((field) => field.name === name)?.type);
  const at = alike.findIndex((field) => field.name === name);
  const other = alike[(at + 1) % alike.length];
  return at < 0 || alike.length < 2 ? [] : [edit('field', node.property, other.name)];
};

/** The fields of the classes in `program`, whose types are read in `source`. */
export const fieldsOf = (classes: readonly AnyNode[], source: string): Field[] =>
  classes.flatMap((node) => {
    if (node.type !== 'ClassBody') return [];
    return node.body.flatMap((member) => {
      if (member.type !== 'PropertyDefinition' || member.static || member.key.type !== 'Identifier') return [];
      const written = source.slice(member.key.end, member.value?.start ?? member.end);
      const type = /:\s*([^;=]+?)\s*(?:=|;|$)/.exec(written)?.[1] ?? typeOfValue(source, member.value);
      return [{ name: member.key.name, type, from: node.start, to: node.end }];
    });
  });

/** What the value of a field that no type is written at says of it. Functions differ in what they take: no type is told of them. */
const typeOfValue = (
  source: string,
  value: { type: string; start: number; end: number } | null | undefined,
): string => {
  const text = value ? source.slice(value.start, value.end) : '';
  if (/^-?\d/.test(text) || /^[A-Z][A-Z_0-9]+$/.test(text)) return 'number';
  if (text === 'true' || text === 'false') return 'boolean';
  return /^new (\w+)/.exec(text)?.[1] ?? '';
};
