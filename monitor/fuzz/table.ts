/** The table of a comparison: a line for each allocator, what is counted of the host below it. */
import type { Comparison, Entry } from './comparison.ts';

const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

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
const GAP = 2;

/** The table and what belongs to it, without an indent. */
export const tableLines = (comparison: Comparison): readonly string[] => {
  const { input, entries } = comparison;
  const rows = [HEADINGS, ...entries.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => widthOf(rows, column));
  return [
    `${input.name}: ${grouped(input.operations)} operations, on ${input.memory}`,
    ...input.notes,
    '',
    groupsLine(widths),
    ...rows.map((cells) => lineOf(cells, widths)),
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

const widthOf = (rows: readonly (readonly string[])[], column: number): number =>
  Math.max(...rows.map((cells) => (cells[column] ?? '').length));

const lineOf = (cells: readonly string[], widths: readonly number[]): string => {
  const padded = cells.map((cell, i) => (i < WORDS ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
  return padded.join(' '.repeat(GAP));
};

/** Each group begins where the heading of its first column does. */
const groupsLine = (widths: readonly number[]): string => {
  let line = '';
  let end = -GAP;
  for (const [i, heading] of HEADINGS.entries()) {
    end += GAP + widths[i];
    if (Object.hasOwn(GROUPS, heading)) line = line.padEnd(end - heading.length) + GROUPS[heading];
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
