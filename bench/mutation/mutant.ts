/** All mutants of a source: which they are, where, and what the module becomes. It runs nothing. */
import { type AnyNode, parse, type Token } from 'acorn';
import { asModule, withoutTypes } from './javascript.ts';
import { editsOf } from './operator.ts';
import type { Edit, Place } from './operators/edit.ts';
import { fieldsOf } from './operators/field.ts';

export interface Mutant {
  /** The operator of mutation that made it. */
  readonly operator: string;
  /** Line of the source where the replaced piece starts, from 1. */
  readonly line: number;
  readonly lastLine: number;
  /** The names of the class, method or functions that it stands in: `Tlb.find`; empty outside of all. */
  readonly within: string;
  /** The source lines that the piece touches, and what they become, in one line each without indentation. */
  readonly original: string;
  readonly mutated: string;
  /** The replaced piece, and what stands there instead; an empty text where it is removed. */
  readonly piece: string;
  readonly replacement: string;
  /** The whole mutated module, as Node loads it. */
  readonly module: string;
}

/** Nodes below which nothing is mutated: imports, and texts and errors, which nobody's behaviour depends on. */
const LEFT_ALONE = ['ImportDeclaration', 'ExportAllDeclaration', 'ThrowStatement', 'TemplateLiteral'];

/** An edit, and the names around it. */
interface PlacedEdit extends Edit {
  readonly within: string;
}

/**
 * The mutants of `source` that begin on a line that `isWanted`, in the order of their places. None fails to parse, none equals another or the
 * source itself.
 */
export const mutantsOf = (source: string, isWanted: (line: number) => boolean = () => true): Mutant[] => {
  const code = withoutTypes(source);
  const lineOf = linesOf(source);
  const known = new Set([code]);
  const mutants: Mutant[] = [];
  for (const edit of allEdits(source, code)) {
    if (!isWanted(lineOf(edit.start))) continue;
    const mutated = code.slice(0, edit.start) + edit.text + code.slice(edit.end);
    if (known.has(mutated) || !parses(mutated)) continue;
    known.add(mutated);
    mutants.push(describe(source, lineOf, edit, asModule(mutated)));
  }
  return mutants;
};

/** The lines of `source` on which some mutant may begin, each once. */
export const mutableLines = (source: string): number[] => {
  const lineOf = linesOf(source);
  return [...new Set(allEdits(source, withoutTypes(source)).map(({ start }) => lineOf(start)))];
};

/** All edits of `code`, which is `source` without its types, in the order of their places. */
const allEdits = (source: string, code: string): PlacedEdit[] => {
  const tokens: Token[] = [];
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', onToken: tokens }) as AnyNode;
  const find: Place['find'] = (sign, from) => {
    const found = tokens.find(({ start, end }) => start >= from && code.slice(start, end) === sign);
    if (found === undefined) throw new Error(`no ${sign} after offset ${from}`);
    return found;
  };
  const classes: AnyNode[] = [];
  visit(program, '', (node) => void classes.push(node));
  const place: Place = { code, find, fields: fieldsOf(classes, source) };
  const edits: PlacedEdit[] = [];
  visit(program, '', (node, within) => {
    for (const edit of editsOf(node, place)) edits.push({ ...edit, within });
  });
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
};

const visit = (node: AnyNode, within: string, take: (node: AnyNode, within: string) => void): void => {
  if (LEFT_ALONE.includes(node.type)) return node.type === 'ThrowStatement' ? take(node, within) : undefined;
  take(node, within);
  const inside = [within, nameOf(node)].filter((name) => name !== '').join('.');
  for (const below of Object.values(node).flat()) if (typeof below?.type === 'string') visit(below, inside, take);
};

const FUNCTIONS = ['ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression'];

/** The name of what holds other code: a class, a method, a function. */
const nameOf = (node: AnyNode): string => {
  if (node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') return node.id?.name ?? '';
  if (node.type === 'MethodDefinition') return node.key.type === 'Identifier' ? node.key.name : '';
  const isFunction =
    'init' in node && node.init !== null && node.init !== undefined && FUNCTIONS.includes(node.init.type);
  return node.type === 'VariableDeclarator' && isFunction && node.id.type === 'Identifier' ? node.id.name : '';
};

const parses = (code: string): boolean => {
  try {
    parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
    return true;
  } catch {
    return false;
  }
};

/** Gives the line, from 1, of an offset of `source`. */
const linesOf = (source: string): ((offset: number) => number) => {
  const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
};

const describe = (
  source: string,
  lineOf: (offset: number) => number,
  { operator, within, start, end, text }: PlacedEdit,
  module: string,
): Mutant => {
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const next = source.indexOf('\n', end);
  const to = next < 0 ? source.length : next;
  return {
    operator,
    line: lineOf(start),
    lastLine: lineOf(end),
    within,
    original: inOneLine(source.slice(from, to)),
    mutated: inOneLine(source.slice(from, start) + text + source.slice(end, to)),
    piece: inOneLine(source.slice(start, end)),
    replacement: text,
    module,
  };
};

const inOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');
