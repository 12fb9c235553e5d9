#!/usr/bin/env node
/**
 * Measures the model, in multiples of R, the cost of one resumption of a generator measured in the same process: machines differ
 * and are noisy, ratios less so. Prints a table, or JSON with `--json`. Run it twice before believing a difference. With
 * `--profile FILE.svg` it draws where the time of one workload goes instead; with `--allocations SECONDS` it lists who allocates in the
 * host's heap while the exit mix runs that long. With `--commands` it holds the fuzzer of allocators against fast-check's commands; with `--page` it
 * measures the page in Chromium, in milliseconds; with `--explore` it explores every state of a system, beside SPIN where that is installed.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allocationsOfExitMix } from './allocation.ts';
import { exploringRows } from './exploring/rows.ts';
import { flameGraph } from './flame.ts';
import { type Measurement, measureApart } from './measurement.ts';
import { pageRows } from './page.ts';
import { heartOf, profile } from './profile.ts';
import { rowsOfBoth } from './side-by-side.ts';
import type { Sample } from './timing.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** Of a look at allocations, in seconds. */
const LONGEST = 3600;

/** Says what is wrong with the command line, and ends. */
const refuse = (problem: string): never => {
  process.stderr.write(`bench: ${problem}\n`);
  process.exit(2);
};

const readOptions = () => {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      options: {
        json: { type: 'boolean' },
        only: text,
        profile: text,
        allocations: text,
        commands: { type: 'boolean' },
        page: { type: 'boolean' },
        explore: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return refuse(
      `${(error as Error).message}\nOptions: [--json] [--only PART-OF-A-NAME] [--profile FILE.svg] [--allocations SECONDS] [--commands] [--page] [--explore]`,
    );
  }
};

const row = ([name, ...numbers]: readonly string[], details = ''): string =>
  `${name.padEnd(36)}${numbers.map((cell) => cell.padStart(11)).join('')}   ${details}`.trimEnd();
const textOf = (details: Sample['details'] = {}): string =>
  Object.entries(details)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

const lineOf = ({ name, nanoseconds, multiple, goal, details }: Measurement): string =>
  row([name, nanoseconds.toFixed(0), multiple.toFixed(1), String(goal ?? '')], textOf(details));

/** Measures one workload after the other; each line is printed as soon as it is known. */
const printTable = (workloads: readonly Workload[]): void => {
  process.stdout.write(`${row(['work', 'ns', 'R', 'goal R'])}\n`);
  const results: Measurement[] = [];
  for (const workload of workloads) {
    const result = measureApart(workload);
    process.stdout.write(`${lineOf(result)}\n`);
    results.push(result);
  }
  const resumptions = results.map(({ resumption }) => resumption);
  const [least, most] = [Math.min(...resumptions), Math.max(...resumptions)].map((ns) => ns.toFixed(1));
  process.stdout.write(`R, one resumption of a generator: ${least} to ${most} ns, measured with each\n`);
};

/** Draws a flame graph of the only workload chosen, after a round that warms up. */
const drawProfile = async (file: string, chosen: readonly Workload[]): Promise<void> => {
  if (chosen.length !== 1) {
    const names = chosen.map(({ name }) => name).join('; ');
    refuse(`--profile draws one workload; name it with --only. These match: ${names}`);
  }
  const [{ name, measure: take }] = chosen;
  take();
  const graph = flameGraph(`Where the time goes: ${name}`, heartOf(await profile(take)));
  writeFileSync(file, graph);
  process.stdout.write(`${file}: ${name}\n`);
};

const listAllocations = async (text: string): Promise<void> => {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= LONGEST)) refuse(`--allocations ${text}: expected seconds, up to ${LONGEST}`);
  const { operations, bytesAnOperation } = await allocationsOfExitMix(seconds);
  const lines = bytesAnOperation.map(([where, bytes]) => `${bytes.toFixed(2).padStart(10)}   ${where}`);
  process.stdout.write(`bytes an operation, of ${operations} operations of the exit mix\n${lines.join('\n')}\n`);
};

/** How fast the fuzzer finds and shows what is wrong with allocators, and how fast fast-check's commands do. */
const compareCommands = (): void => {
  const cells = ['fuzz: found', 'shown', 'length', 'commands:', 'shown', 'length'];
  process.stdout.write(`${row(['processor ms, operations; medians', ...cells])}\n`);
  for (const { name, fuzzing, commands } of rowsOfBoth()) {
    const numbers = [fuzzing, commands].flatMap(({ found, shown, length, longest }) => [
      found.toFixed(1),
      shown.toFixed(0),
      length === longest ? `${length}` : `${length} to ${longest}`,
    ]);
    process.stdout.write(`${row([name, ...numbers])}\n`);
  }
};

/** How fast the page is. */
const measurePage = async (): Promise<void> => {
  process.stdout.write(`${row(['the page, milliseconds', 'median', 'worst', 'goal'])}\n`);
  for await (const { name, median, worst, goal } of pageRows())
    process.stdout.write(`${row([name, median.toFixed(0), worst.toFixed(0), goal])}\n`);
};

/** How fast every state of a system is found. */
const measureExploring = (): void => {
  process.stdout.write(`${row(['weensyos-pages 6 3 3', 'states', 'transitions', 'a second', 'MB'])}\n`);
  for (const { name, states, edges, rate, bytes } of exploringRows()) {
    const megabytes = bytes === null ? '' : (bytes / 1e6).toFixed(0);
    process.stdout.write(`${row([name, `${states}`, `${edges}`, rate.toFixed(0), megabytes])}\n`);
  }
};

const values = readOptions();
const chosen = WORKLOADS.filter(({ name }) => values.only === undefined || name.includes(values.only));
if (chosen.length === 0) refuse(`--only ${values.only}: no workload has that in its name; without it all are listed`);
if (values.commands === true) compareCommands();
else if (values.page === true) await measurePage().catch((error) => refuse(`--page: ${(error as Error).message}`));
else if (values.explore === true) measureExploring();
else if (values.allocations !== undefined) await listAllocations(values.allocations);
else if (values.profile !== undefined) await drawProfile(values.profile, chosen);
else if (values.json) process.stdout.write(`${JSON.stringify({ results: chosen.map(measureApart) }, null, 2)}\n`);
else printTable(chosen);
