/** What a campaign says in the end: a table with a row a file, the survivors, and the mutants explained as equivalent. */

import { type Equivalent, explanationOf } from './equivalent.ts';
import type { Judgement } from './judgement.ts';
import type { Outcome } from './verdict.ts';
import type { Task } from './worker.ts';

export interface Score {
  readonly file: string;
  readonly mutants: number;
  readonly properties: number;
  readonly others: number;
  readonly timedOut: number;
  readonly equivalent: number;
  readonly survived: number;
  /** Killed mutants in percent of those that are not equivalent. */
  readonly score: number;
}

/** The report for people: the table, then each survivor, explained or not. */
export const textOf = (judgements: readonly Judgement[], entries: readonly Equivalent[]): string => {
  const { unexplained, explained } = survivorsOf(judgements, entries);
  const why = ({ file, mutant }: Judgement): string => explanationOf(entries, file, mutant)?.why ?? '';
  return [
    tableOf(scoresOf(judgements, entries)),
    ...explained.map((one) => `equivalent: ${showMutant(one)}\n    ${why(one)}`),
    ...unexplained.map((one) => `survived: ${showMutant(one)}`),
  ].join('\n\n');
};

/** The report for machines: the scores, and each mutant with its verdict. */
export const jsonOf = (judgements: readonly Judgement[], entries: readonly Equivalent[]): string => {
  const mutants = judgements.map(({ file, mutant: { module: _, ...mutant }, verdict }) => ({
    file,
    ...mutant,
    ...verdict,
    why: explanationOf(entries, file, mutant)?.why,
  }));
  return `${JSON.stringify({ scores: scoresOf(judgements, entries), mutants }, null, 2)}\n`;
};

/** Survivors that no entry explains, and those that one does. */
export const survivorsOf = (judgements: readonly Judgement[], entries: readonly Equivalent[]) => {
  const all = judgements.filter(({ verdict }) => verdict.outcome === 'survived');
  const isExplained = ({ file, mutant }: Judgement): boolean => explanationOf(entries, file, mutant) !== undefined;
  return { unexplained: all.filter((one) => !isExplained(one)), explained: all.filter(isExplained) };
};

/** A score for each file, and one for all of them where they are several. */
export const scoresOf = (judgements: readonly Judgement[], entries: readonly Equivalent[]): Score[] => {
  const files = [...new Set(judgements.map(({ file }) => file))];
  const scores = files.map((file) =>
    scoreOf(
      file,
      judgements.filter((one) => one.file === file),
      entries,
    ),
  );
  return files.length > 1 ? [...scores, scoreOf('all', judgements, entries)] : scores;
};

const scoreOf = (file: string, judgements: readonly Judgement[], entries: readonly Equivalent[]): Score => {
  const count = (outcome: Outcome): number => judgements.filter(({ verdict }) => verdict.outcome === outcome).length;
  const { unexplained, explained } = survivorsOf(judgements, entries);
  const counted = judgements.length - explained.length;
  return {
    file,
    mutants: judgements.length,
    properties: count('killed by properties'),
    others: count('killed by others'),
    timedOut: count('timed out'),
    equivalent: explained.length,
    survived: unexplained.length,
    score: counted === 0 ? 100 : (100 * (counted - unexplained.length)) / counted,
  };
};

const HEADS = ['file', 'mutants', 'properties', 'others', 'timed out', 'equivalent', 'survived', 'score'];

/** The scores as a table of Markdown. */
export const tableOf = (scores: readonly Score[]): string => {
  const rows = scores.map((one) => [
    one.file,
    ...[one.mutants, one.properties, one.others, one.timedOut, one.equivalent, one.survived].map(String),
    `${one.score.toFixed(1)} %`,
  ]);
  const widths = HEADS.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const show = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [show(HEADS), rule, ...rows.map(show)].join('\n');
};

/** A mutant in three lines: where, the line as it is, and as the mutant has it. */
export const showMutant = ({ file, mutant }: Task): string =>
  `${file}:${mutant.line} (${mutant.operator})\n    - ${mutant.original}\n    + ${mutant.mutated}`;
