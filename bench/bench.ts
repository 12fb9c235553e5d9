#!/usr/bin/env node
/**
 * Measures the model, in multiples of R, the cost of one resumption of a generator measured in the same run: machines differ
 * and are noisy, ratios less so. Prints a table, or JSON with `--json`. Run it twice before believing a difference.
 */
import { parseArgs } from 'node:util';
import { measureResumption, type Sample } from './timing.ts';
import { WORKLOADS } from './workloads.ts';

interface Measurement extends Sample {
  readonly name: string;
  /** Nanoseconds in units of R. */
  readonly multiple: number;
  readonly goal?: number;
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });

const resumption = measureResumption();
const chosen = WORKLOADS.filter(({ name }) => values.only === undefined || name.includes(values.only));
const results = chosen.map(({ name, goal, measure }): Measurement => {
  const sample = measure();
  return { name, ...sample, multiple: sample.nanoseconds / resumption, ...(goal !== undefined && { goal }) };
});

const row = ([name, ...numbers]: readonly string[], details = ''): string =>
  `${name.padEnd(36)}${numbers.map((cell) => cell.padStart(11)).join('')}   ${details}`.trimEnd();
const textOf = (details: Sample['details'] = {}): string =>
  Object.entries(details)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
const table = [
  row(['work', 'ns', 'R', 'goal R']),
  row(['one resumption of a generator (R)', resumption.toFixed(1), '1', '']),
  ...results.map(({ name, nanoseconds, multiple, goal = '', details }) =>
    row([name, nanoseconds.toFixed(0), multiple.toFixed(1), String(goal)], textOf(details)),
  ),
];
process.stdout.write(values.json ? `${JSON.stringify({ resumption, results }, null, 2)}\n` : `${table.join('\n')}\n`);
