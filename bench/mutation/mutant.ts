/** All mutants of a source: which they are, where, and what the module becomes. It runs nothing. */
import { type AnyNode, parse, type Token } from 'acorn';
import { asModule, withoutTypes } from './javascript.ts';
import { type Edit, editsOf, type FindSign } from './operator.ts';

export interface Mutant {
  /** The operator of mutation that made it. */
  readonly operator: string;
  /** Line of the source where the replaced piece starts, from 1. */
  readonly line: number;
  /** Which of the source's lines with the same text that is, from 1. */
  readonly nth: number;
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

/** The mutants of `source`, in the order of their places. None fails to parse, none equals another or the source itself. */
export const mutantsOf = (source: string): Mutant[] => {
  const code = withoutTypes(source);
  const known = new Set([code]);
  const mutants: Mutant[] = [];
  for (const edit of allEdits(code).sort((a, b) => a.start - b.start || a.end - b.end)) {
    const mutated = code.slice(0, edit.start) + edit.text + code.slice(edit.end);
    if (known.has(mutated) || !parses(mutated)) continue;
    known.add(mutated);
    mutants.push(describe(source, edit, asModule(mutated)));
  }
  return mutants;
};

const allEdits = (code: string): Edit[] => {
  const tokens: Token[] = [];
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', onToken: tokens });
  const find: FindSign = (sign, from) => {
    const found = tokens.find(({ start, end }) => start >= from && code.slice(start, end) === sign);
    if (found === undefined) throw new Error(`no ${sign} after offset ${from}`);
    return found;
  };
  const edits: Edit[] = [];
  visit(program as AnyNode, (node) => void edits.push(...editsOf(node, find)));
  return edits;
};

const visit = (node: AnyNode, take: (node: AnyNode) => void): void => {
  if (LEFT_ALONE.includes(node.type)) return;
  take(node);
  for (const below of Object.values(node).flat()) if (typeof below?.type === 'string') visit(below, take);
};

const parses = (code: string): boolean => {
  try {
    parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
    return true;
  } catch {
    return false;
  }
};

const describe = (source: string, { operator, start, end, text }: Edit, module: string): Mutant => {
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const next = source.indexOf('\n', end);
  const to = next < 0 ? source.length : next;
  const lines = source.slice(0, to).split('\n').map(inOneLine);
  const line = source.slice(0, start).split('\n').length;
  return {
    operator,
    line,
    nth: lines.slice(0, line).filter((text) => text === lines[line - 1]).length,
    original: inOneLine(source.slice(from, to)),
    mutated: inOneLine(source.slice(from, start) + text + source.slice(end, to)),
    piece: inOneLine(source.slice(start, end)),
    replacement: text,
    module,
  };
};

const inOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');
