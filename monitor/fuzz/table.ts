/** The table of a comparison: a line for each allocator, what is counted of the host below it. */

import { grouped } from '../../presentation/presentation.ts';
import type { MeasuredSeries } from '../../specs/specs.ts';
import type { Comparison, Entry } from './comparison.ts';

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const meanInUse = (series: MeasuredSeries, of: 'internal' | 'external'): number =>
  mean(series[of].filter((_, i) => series.taken[i] > 0));

const HEADINGS = [
  ...['allocator', 'outcome', 'operations', 'asked', 'taken', 'in use', 'internal', 'external'],
  ...['pages', 'pieces', '50 %', '90 %', '99 %', 'most'],
];
/** What stands above a heading, for that column and those behind it. */
const GROUPS: Readonly<Record<string, string>> = {
  asked: 'most pages',
  'in use': 'at most',
  internal: 'fragmentation',
  pages: 'failed for',
  '50 %': 'cycles of a call',
};
/** Columns of words, which stand on the left. */
const WORDS = 2;
const GAP = '  ';
/** What stands between groups. */
const BAR = ' | ';
/** What the two columns of it are means of. */
const FRAGMENTATION = 'fragmentation: the mean over the moments at which blocks were in use';

/** The table and what belongs to it, without an indent. */
export const tableLines = (comparison: Comparison): readonly string[] => {
  const { input, entries } = comparison;
  const rows = [HEADINGS, ...entries.map(cellsOf)];
  const widths = roomy(HEADINGS.map((_, column) => widthOf(rows, column)));
  return [
    `${input.name}: ${grouped(input.operations)} operations, on ${input.memory}`,
    ...input.notes,
    '',
    groupsLine(widths),
    ...rows.map((cells) => lineOf(cells, widths)),
    '',
    FRAGMENTATION,
    ...entries.flatMap(remarksOf),
    ...rateLines(entries),
    '',
  ];
};

const cellsOf = ({ allocator, outcome, why, measures }: Entry): readonly string[] => {
  const words = [allocator, outcome === 'broken' ? `broke: ${why}` : outcome];
  if (measures === null) return words;
  const { operations, peakAsked, peakTaken, peakUtilisation, failedFull, failedInPieces, call, series } = measures;
  return [
    ...[...words, grouped(operations), grouped(peakAsked), grouped(peakTaken), percent(peakUtilisation)],
    ...[percent(meanInUse(series, 'internal')), percent(meanInUse(series, 'external'))],
    ...[failedFull, failedInPieces, call.p50, call.p90, call.p99, call.most].map(grouped),
  ];
};

const widthOf = (rows: readonly (readonly string[])[], column: number): number =>
  Math.max(...rows.map((cells) => (cells[column] ?? '').length));

const lineOf = (cells: readonly string[], widths: readonly number[]): string => {
  const padded = cells.map((cell, i) => (i < WORDS ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
  return padded.reduce((line, cell, i) => (i === 0 ? cell : `${line}${gapBefore(i)}${cell}`), '');
};

const gapBefore = (column: number): string => (Object.hasOwn(GROUPS, HEADINGS[column]) ? BAR : GAP);

/** Each group begins behind its bar, and is as wide as its columns, or its name. */
const groupsLine = (widths: readonly number[]): string => {
  let line = '';
  let end = 0;
  for (const [i, heading] of HEADINGS.entries()) {
    const isFirst = Object.hasOwn(GROUPS, heading);
    if (isFirst) line = line.padEnd(end) + BAR + GROUPS[heading];
    end += (i === 0 ? 0 : gapBefore(i).length) + widths[i];
  }
  return line;
};

/** Widths at which the name of each group has room above its columns: the last of them is wider if need be. */
const roomy = (widths: readonly number[]): readonly number[] => {
  const roomier = [...widths];
  for (const [i, heading] of HEADINGS.entries()) {
    if (!Object.hasOwn(GROUPS, heading)) continue;
    const next = HEADINGS.findIndex((other, j) => j > i && Object.hasOwn(GROUPS, other));
    const last = (next < 0 ? HEADINGS.length : next) - 1;
    const width = widths.slice(i, last + 1).reduce((sum, one) => sum + one, (last - i) * GAP.length);
    roomier[last] += Math.max(0, GROUPS[heading].length - width);
  }
  return roomier;
};

const remarksOf = ({ allocator, outcome, why, saved }: Entry): readonly string[] => {
  if (outcome === 'does not fit') return [`${allocator} does not fit: ${why}.`];
  if (saved === null) return [];
  return [
    `${allocator} broke a rule; the shortest sequence that breaks one: ringfence fuzz ${allocator} --replay ${saved}`,
  ];
};

/** What the host did, which differs from run to run. */
const rateLines = (entries: readonly Entry[]): readonly string[] => {
  const rates = entries.flatMap(({ allocator, operationsASecond }) =>
    operationsASecond === null ? [] : [`${allocator} ${grouped(operationsASecond)}`],
  );
  return rates.length === 0 ? [] : [`operations a second, on this host: ${rates.join(', ')}`];
};
