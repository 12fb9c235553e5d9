/** The table of a comparison: a line for each allocator, what is counted of the host below it. */
import type { Comparison, Entry } from './comparison.ts';

const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Headings of columns, and of groups of them above. */
const GROUPS = [
  '',
  '',
  '',
  'most pages',
  '',
  'at most',
  'fragmentation',
  '',
  'failed for',
  '',
  'cycles of a call',
  '',
  '',
  '',
];
const HEADINGS = [
  ...['allocator', 'outcome', 'operations', 'asked', 'taken', 'in use', 'internal', 'external'],
  ...['pages', 'pieces', '50 %', '90 %', '99 %', 'most'],
];
/** Columns of words, which stand on the left. */
const WORDS = 2;
const GAP = 2;

/** The table and what belongs to it, without an indent. */
export const tableLines = (comparison: Comparison): readonly string[] => {
  const { input, entries } = comparison;
  const rows = [GROUPS, HEADINGS, ...entries.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => widthOf(rows, column));
  return [
    `${input.name}: ${grouped(input.operations)} operations, on ${input.memory}`,
    ...input.notes,
    '',
    ...rows.map((cells, row) => lineOf(cells, widths, row)),
    '',
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
    ...[percent(mean(series.internal)), percent(mean(series.external))],
    ...[failedFull, failedInPieces, call.p50, call.p90, call.p99, call.most].map(grouped),
  ];
};

/** Groups may run over into the columns behind them. */
const widthOf = (rows: readonly (readonly string[])[], column: number): number =>
  Math.max(...rows.slice(1).map((cells) => (cells[column] ?? '').length));

const lineOf = (cells: readonly string[], widths: readonly number[], row: number): string => {
  if (row === 0) return groupsOf(cells, widths);
  const padded = cells.map((cell, i) => (i < WORDS ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
  return padded.join(' '.repeat(GAP)).trimEnd();
};

/** Each group begins where the heading of its first column does. */
const groupsOf = (groups: readonly string[], widths: readonly number[]): string => {
  let line = '';
  let end = -GAP;
  for (const [i, group] of groups.entries()) {
    end += GAP + widths[i];
    if (group !== '') line = line.padEnd(end - HEADINGS[i].length) + group;
  }
  return line;
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
