/** What a campaign says in the end: a table with a row a file, the survivors, and the mutants explained as equivalent. */
import { type Equivalent, explanationOf } from './equivalent.ts';
import type { Judgement } from './judgement.ts';
import { isKilled, type Outcome } from './verdict.ts';
import type { Task } from './worker.ts';

/** How the mutants of a file, or of a room, fared. */
export interface Score {
  readonly name: string;
  readonly mutants: number;
  /** Killed by a test that failed; by a spec that looped, stood still or died. */
  readonly failed: number;
  readonly ended: number;
  readonly equivalent: number;
  /** Not killed and not explained: by all specs that reach it, or where none does; for want of time; seen by a stored text alone. */
  readonly survived: number;
  readonly undecided: number;
  readonly stored: number;
  /** Killed mutants in percent of those that are not equivalent. */
  readonly score: number;
}

/** The report for people: the table, then each survivor, explained or not. */
export const textOf = (judgements: readonly Judgement[], entries: readonly Equivalent[]): string => {
  const { unexplained, explained } = survivorsOf(judgements, entries);
  const why = ({ file, mutant }: Judgement): string => explanationOf(entries, file, mutant)?.why ?? '';
  return [
    tableOf('file', scoresOf(judgements, entries)),
    ...explained.map((one) => `equivalent: ${showMutant(one)}\n    ${why(one)}`),
    ...unexplained.map((one) => `${fateOf(one)}: ${showMutant(one)}`),
  ].join('\n\n');
};

const fateOf = ({ verdict: { outcome, spec, ran, of } }: Judgement): string => {
  if (outcome === 'stored text') return `not killed, seen by a stored text alone (${spec})`;
  return outcome === 'undecided' ? `undecided, after ${ran} of ${of} specs` : outcome;
};

/** The report for machines: the scores, and each mutant with its verdict. */
export const jsonOf = (judgements: readonly Judgement[], entries: readonly Equivalent[]): string => {
  const mutants = judgements.map(({ file, mutant: { module: _, ...mutant }, verdict }) => ({
    ...mutant,
    ...verdict,
    why: explanationOf(entries, file, mutant)?.why,
  }));
  return `${JSON.stringify({ scores: scoresOf(judgements, entries), mutants }, null, 2)}\n`;
};

/** Mutants not killed that no entry explains, and those that one does. */
export const survivorsOf = (judgements: readonly Judgement[], entries: readonly Equivalent[]) => {
  const all = judgements.filter(({ verdict }) => !isKilled(verdict.outcome));
  const isExplained = ({ file, mutant }: Judgement): boolean => explanationOf(entries, file, mutant) !== undefined;
  return { unexplained: all.filter((one) => !isExplained(one)), explained: all.filter(isExplained) };
};

/** A score for each file, and one for all of them where they are several. */
export const scoresOf = (judgements: readonly Judgement[], entries: readonly Equivalent[]): Score[] => {
  const files = [...new Set(judgements.map(({ file }) => file))].sort();
  const of = (file: string): Judgement[] => judgements.filter((one) => one.file === file);
  const scores = files.map((file) => scoreOf(file, of(file), entries));
  return files.length > 1 ? [...scores, scoreOf('all', judgements, entries)] : scores;
};

/** The score of all `judgements`, under a name. */
export const scoreOf = (name: string, judgements: readonly Judgement[], entries: readonly Equivalent[]): Score => {
  const { unexplained, explained } = survivorsOf(judgements, entries);
  const among = (some: readonly Judgement[], outcomes: readonly Outcome[]): number =>
    some.filter(({ verdict }) => outcomes.includes(verdict.outcome)).length;
  const counted = judgements.length - explained.length;
  return {
    name,
    mutants: judgements.length,
    failed: among(judgements, ['failed']),
    ended: among(judgements, ['looped', 'stood still', 'died']),
    equivalent: explained.length,
    survived: among(unexplained, ['survived', 'unreached']),
    undecided: among(unexplained, ['undecided']),
    stored: among(unexplained, ['stored text']),
    score: counted === 0 ? 100 : (100 * (counted - unexplained.length)) / counted,
  };
};

const HEADS = ['mutants', 'test failed', 'hung or died', 'equivalent', 'survived', 'undecided', 'stored text', 'score'];

/** The scores as a table of Markdown, with `head` over their names. */
export const tableOf = (head: string, scores: readonly Score[]): string => {
  const heads = [head, ...HEADS];
  const rows = scores.map((one) => [
    one.name,
    ...[one.mutants, one.failed, one.ended, one.equivalent, one.survived, one.undecided, one.stored].map(String),
    `${one.score.toFixed(1)} %`,
  ]);
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const show = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [show(heads), rule, ...rows.map(show)].join('\n');
};

/** A mutant in three lines: where, the line as it is, and as the mutant has it. */
export const showMutant = ({ file, mutant }: Task): string =>
  `${file}:${mutant.line} (${mutant.operator})\n    - ${mutant.original}\n    + ${mutant.mutated}`;
