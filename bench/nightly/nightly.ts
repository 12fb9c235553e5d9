#!/usr/bin/env node
/**
 * Ten million random operations on what is right: no judge may raise an alarm, and the ledger must be what counting gives (docs/properties.md). Ends
 * with 0 if that is so, with 1 if there was an alarm, with 2 if the words make no sense.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Outcome, RIGHT, type Right, shareOf } from '../../specs/right.ts';
import { inThousands } from '../../specs/thousands.ts';

const SHIFT = fileURLToPath(new URL('./shift.js', import.meta.url));
const USAGE = 'Options: [--operations N] [--seeds N,N,…] [--workers N] [--only PART-OF-A-NAME]';

interface Shift {
  readonly right: Right;
  readonly seed: number;
  readonly operations: number;
}

/** Says what is wrong with the command line, and ends. */
const refuse = (problem: string): never => {
  process.stderr.write(`nightly: ${problem}\n${USAGE}\n`);
  process.exit(2);
};

const readOptions = () => {
  const option = (usual: string) => ({ type: 'string', default: usual }) as const;
  const options = { operations: option('10000000'), seeds: option('1,2,3'), workers: option('2'), only: option('') };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
};

const wholeNumber = (name: string, words: string): number => {
  const number = Number(words);
  return Number.isInteger(number) && number >= 1
    ? number
    : refuse(`--${name} is a whole number from 1 up, not ${words}`);
};

/** What is searched with which seed, and for how long. */
const readShifts = ({ operations, seeds, only }: ReturnType<typeof readOptions>): Shift[] => {
  const drawn = seeds.split(',').map((seed) => wholeNumber('seeds', seed));
  const most = Math.ceil(wholeNumber('operations', operations) / drawn.length);
  const chosen = RIGHT.filter(({ name }) => name.includes(only));
  if (chosen.length === 0)
    refuse(`nothing here has "${only}" in its name: ${RIGHT.map(({ name }) => name).join('; ')}`);
  return chosen.flatMap((right) => drawn.map((seed) => ({ right, seed, operations: shareOf(right, most) })));
};

/** Searches in a process of its own, and prints a line, and the alarm if there is one. */
const work = async ({ right, seed, operations }: Shift): Promise<Outcome> => {
  const child = spawn(process.execPath, [SHIFT, right.name, String(seed), String(operations)]);
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const outcome: Outcome = said === '' ? { operations: 0, alarm: complaint.split('\n') } : JSON.parse(said);
  const lines = outcome.alarm === null ? ['no alarm'] : ['ALARM', ...outcome.alarm.map((line) => `  ${line}`)];
  process.stdout.write(
    `${right.name}, seed ${seed}: ${inThousands(outcome.operations)} operations, ${lines.join('\n')}\n`,
  );
  return outcome;
};

const options = readOptions();
const shifts = readShifts(options);
const outcomes: Outcome[] = [];
const worker = async (): Promise<void> => {
  for (let shift = shifts.shift(); shift !== undefined; shift = shifts.shift()) outcomes.push(await work(shift));
};
await Promise.all(Array.from({ length: wholeNumber('workers', options.workers) }, worker));
const operations = outcomes.reduce((sum, outcome) => sum + outcome.operations, 0);
const alarms = outcomes.filter(({ alarm }) => alarm !== null).length;
process.stdout.write(
  `${inThousands(operations)} operations, ${alarms === 0 ? 'no alarm' : `${alarms} with an alarm`}\n`,
);
process.exitCode = alarms === 0 ? 0 : 1;
