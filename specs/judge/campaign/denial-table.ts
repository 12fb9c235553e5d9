/** How often each allocation was made to fail in a campaign, as a table for people. */

import { inThousands } from '../../thousands.ts';
import { type Denial, denialText } from './denials.ts';

/** How often each was made to fail, in lines: a row for each call and place. */
export const denialLines = (denials: ReadonlyMap<string, DenialTally>): string[] => {
  const rows = new Map<string, { numbers: Set<number>; times: number }>();
  let total = 0;
  for (const { denial, times } of denials.values()) {
    const key = `${denial.call}\0${denial.place}`;
    const row = rows.get(key) ?? { numbers: new Set(), times: 0 };
    row.numbers.add(denial.number);
    row.times += times;
    total += times;
    rows.set(key, row);
  }
  if (total === 0) return [];
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const cells = sorted.map(([key, { numbers, times }]) => {
    const [call, place] = key.split('\0');
    return [call, rangesText([...numbers].toSorted((a, b) => a - b)), place, inThousands(times)];
  });
  const head = ['call', 'allocation', 'asked for by', 'times'];
  return [`Memory was made to fail ${inThousands(total)} times, each allocation in turn:`, ...table([head, ...cells])];
};

/** An allocation that was made to fail, and how often. */
export interface DenialTally {
  readonly denial: Denial;
  times: number;
}

/** Adds `more` to `tally`, which it changes; each stands there under its text. */
export const addDenials = (tally: Map<string, DenialTally>, more: Iterable<DenialTally>): void => {
  for (const { denial, times } of more) {
    const key = denialText(denial);
    const known = tally.get(key);
    if (known === undefined) tally.set(key, { denial, times });
    else known.times += times;
  }
};

/** `1 to 4, 7`, of numbers that rise. */
const rangesText = (numbers: readonly number[]): string => {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ');
};

const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd());
};
