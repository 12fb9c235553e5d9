/** What is said of an allocator that broke a rule: the rule, the shortest sequence as a program, a film of it, and the life of the page at fault. */
import { stackOf } from '../../../hardware/hardware.ts';
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { inThousands } from '../../thousands.ts';
import { type Explanation, explanationLines } from '../explanation.ts';
import { lengthOf, type Player, recorded, type Scope, type Sequence, statementsOf } from '../sequence.ts';
import type { Short } from '../shortening/shortening.ts';
import type { Shortest } from '../shortening/shortest-sequence.ts';
import { type Frame, filmLines, framesOf, pageLife } from './film.ts';

/** What else is known of a failure. */
export interface Circumstances {
  /** Where in the allocator's code the call is that went wrong; without it, what the host says of an error that was thrown. */
  readonly place?: string | null;
  /** The promise that would explain it. */
  readonly explanation?: Explanation | null;
}

/**
 * The report of a broken rule, as lines without an indent: the rule, what was expected and found, the program, a film of the pages, and the
 * life of the page at fault.
 */
export const failureLines = (
  Allocator: AllocatorClass,
  shortest: Shortest,
  { place = null, explanation = null }: Circumstances = {},
): readonly string[] => {
  const { verdict, scope } = shortest;
  const { error } = verdict;
  const frames = framesOf(Allocator, shortest);
  const life = error.page >= 0 && error.page < scope.pages ? pageLife(frames, error.page) : [];
  return [
    `The allocator broke a rule: ${error.rule.name}.`,
    `${error.rule.sentence} ${error.rule.why}`,
    '',
    `expected ${error.expected}; found ${error.found}`,
    ...placeLines(shortest),
    ...(place === null ? thrownLines(error) : [place]),
    ...(explanation === null ? [] : ['', ...explanationLines(explanation)]),
    '',
    `The shortest sequence that shows it${provenText(shortest)}:`,
    '',
    ...programLines(shortest).map((line) => `  ${line}`.trimEnd()),
    ...filmOf(frames, error.page),
    ...(life.length > 1 ? ['', `The life of page ${error.page}:`, '', ...life.map((line) => `  ${line}`)] : []),
  ];
};

const filmOf = (frames: readonly Frame[], page: number): readonly string[] => {
  if (frames.length === 0) return [];
  const title = 'The pages after each operation; [changed], !at fault!, . free:';
  return ['', title, '', ...filmLines(frames, page).map((line) => `  ${line}`)];
};

/** When the rule was seen to be broken. */
const placeLines = ({ verdict, sequence }: Short): readonly string[] => {
  if (verdict.at === 0) return ['right at the start, before the first operation'];
  return [`in operation ${verdict.at}, ${statementsOf(sequence)[verdict.at - 1]}`];
};

/** Where what is Ringfence's own lies. */
const OWN = import.meta.url.replace(/\/dist\/.*/, '/dist/');

/** Where in the allocator's own code an error was thrown, if it was. */
const thrownLines = ({ cause }: Error): readonly string[] => {
  const calls = stackOf(cause)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  const at = calls.find((line) => !line.includes(OWN)) ?? calls[0];
  return at === undefined ? [] : [at.trim()];
};

const provenText = ({ sequence, proof }: Shortest): string => {
  const length = lengthOf(sequence);
  const operations = `${length} ${length === 1 ? 'operation' : 'operations'}`;
  if (length === 0 || (length === 1 && proof.tried === 0)) return ` (${operations})`;
  if (proof.length < length - 1) {
    const upTo = proof.length > 0 ? `: none of up to ${proof.length} does, on 1 to ${proof.pages} pages` : '';
    return ` (${operations}; no shorter found${upTo})`;
  }
  return ` (${operations}; none shorter exists on ${proof.pages === 1 ? '1 page' : `1 to ${proof.pages} pages`}: ${inThousands(proof.tried)} tried)`;
};

/** A sequence as a module: how many pages, which holes, and a function that does it. `savedProgram` reads it back. */
export const programLines = ({ scope, sequence }: Pick<Short, 'scope' | 'sequence'>): readonly string[] => {
  const names = namesIn(statementsOf(sequence));
  return [
    `export const pages = ${scope.pages};`,
    ...(scope.holes.length > 0 ? [`export const holes = [${scope.holes.join(', ')}];`] : []),
    `export function program(${names.length > 0 ? `{ ${names.join(', ')} }` : ''}) {`,
    ...statementsOf(sequence).map((line) => `  ${line}`),
    '}',
  ];
};

const namesIn = (statements: readonly string[]): readonly string[] => {
  const names = statements.map((line) => /(\w+)\(/.exec(line)?.[1] ?? '');
  return [...new Set(names)].toSorted();
};

/** A sequence that was saved as a program, and what the file says of it. */
export interface Saved {
  readonly scope: Scope;
  readonly sequence: Sequence;
}

/**
 * The pages and operations that a module of `programLines` asks for; or, if it is none, what it should have had, in words. Runs the
 * function of the module.
 */
export const savedProgram = (module: Readonly<Record<string, unknown>>): Saved | string => {
  const { pages, holes = [], program } = module;
  if (typeof pages !== 'number' || !Number.isInteger(pages) || pages < 1)
    return 'export const pages = a whole number, from 1';
  if (!Array.isArray(holes) || !holes.every((page) => Number.isInteger(page) && page >= 0 && page < pages)) {
    return 'export const holes = [pages below the number of pages]';
  }
  if (typeof program !== 'function') return 'export function program({ allocate, free }) { … }';
  return { scope: { pages, holes }, sequence: recorded(program as (player: Player) => void) };
};
