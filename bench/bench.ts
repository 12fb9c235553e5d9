#!/usr/bin/env node
/**
 * Measures the model, in multiples of R, the cost of one resumption of a generator measured in the same run: machines differ
 * and are noisy, ratios less so. Prints a table, or JSON with `--json`. Run it twice before believing a difference.
 */
import { parseArgs } from 'node:util';
import { type Measurement, measureResumption, WORKLOADS } from './workloads.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });

const resumption = measureResumption();
const chosen = WORKLOADS.filter(({ name }) => values.only === undefined || name.includes(values.only));
const results = chosen.map(({ name, goal, measure }): Measurement => {
  const nanoseconds = measure();
  return { name, nanoseconds, multiple: nanoseconds / resumption, ...(goal !== undefined && { goal }) };
});

const row = (cells: readonly string[]): string =>
  `${cells[0].padEnd(34)}${cells
    .slice(1)
    .map((cell) => cell.padStart(11))
    .join('')}`;
const table = [
  row(['work', 'ns', 'R', 'goal R']),
  row(['one resumption of a generator (R)', resumption.toFixed(1), '1', '']),
  ...results.map(({ name, nanoseconds, multiple, goal }) =>
    row([name, nanoseconds.toFixed(0), multiple.toFixed(1), goal === undefined ? '' : String(goal)]),
  ),
];
process.stdout.write(values.json ? `${JSON.stringify({ resumption, results }, null, 2)}\n` : `${table.join('\n')}\n`);
