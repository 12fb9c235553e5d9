/** `ringfence check` of a kernel of JOS: random environments, judged after every trap; what goes wrong is shown in its smallest form. */
import type { JosLab4 } from '../../kernel/kernel.ts';
import { type EnvFailure, EnvInvariantBroken, environmentCampaign, readableEnvironments } from '../../specs/specs.ts';
import { textOf, type Values, wholeOf } from '../command-line/options.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { limited } from '../limits/watchdog.ts';

const DEFAULT_OPERATIONS = 20_000;
const DEFAULT_PATIENCE_SECONDS = 10;
const SCENARIOS_A_ROUND = 50;
/** Options of `check` that are WeensyOS's. */
const NOT_OF_JOS: readonly string[] = ['order', 'path', 'save'];
const grouped = (value: number): string => value.toLocaleString('en-US');

/** How far a check is. */
interface Tally {
  readonly results: Set<string>;
  operations: number;
  programs: number;
}

/** Tries random environments on `Kernel`, prints what came of it, and returns the exit code. Throws a UsageError. */
export const checkJos = (Kernel: typeof JosLab4, values: Values): number => {
  const refused = NOT_OF_JOS.find((name) => textOf(values, name) !== undefined);
  if (refused !== undefined)
    throw new UsageError(`--${refused}: it is for WeensyOS; a check of JOS takes --operations, --seed and --patience`);
  const tally: Tally = { results: new Set(), operations: 0, programs: 0 };
  const found = search(Kernel, values, tally);
  const lines = found === null ? soundLines(tally) : failureLines(found.failure, found.seed, values);
  process.stdout.write(`${lines.join('\n')}\n`);
  return found === null ? 0 : 1;
};

/** Round after round, until enough operations were done or one went wrong. */
const search = (Kernel: typeof JosLab4, values: Values, tally: Tally): { failure: EnvFailure; seed: number } | null => {
  const wanted = wholeOf(values, 'operations', 1) ?? DEFAULT_OPERATIONS;
  const around = limited(wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS);
  const progress = new ProgressLine();
  try {
    for (let seed = wholeOf(values, 'seed', 0, 2 ** 31 - 1) ?? 1; tally.operations < wanted; seed++) {
      const { failure, operations, runs, results } = environmentCampaign({
        Kernel,
        seed,
        runs: SCENARIOS_A_ROUND,
        around,
      });
      tally.operations += operations;
      tally.programs += runs;
      for (const result of results) tally.results.add(result);
      if (failure !== null) return { failure, seed };
      progress.tell(() => `${grouped(tally.operations)} operations of ${grouped(wanted)}`);
    }
    return null;
  } finally {
    progress.done();
  }
};

const soundLines = ({ operations, programs, results }: Tally): string[] => [
  `   ${grouped(operations)} operations of ${grouped(programs)} random programs and their forks: every system call did what it must, no`,
  '   invariant broke, and every page came back. What the calls came to:',
  ...resultLines(results),
];

/** A line for each system call, with the results that came up: 0 stands for success. */
const resultLines = (results: ReadonlySet<string>): string[] => {
  const byCall = new Map<string, string[]>();
  for (const result of [...results].toSorted()) {
    const [call, value] = result.split(/ (?=\S+$)/);
    if (call.startsWith('sys_')) byCall.set(call, [...(byCall.get(call) ?? []), value]);
  }
  return [...byCall].map(([call, values]) => `     ${call.padEnd(28)}${values.toSorted().toReversed().join(', ')}`);
};

const failureLines = ({ scenario, error }: EnvFailure, seed: number, { kernel }: Values): string[] => [
  ...(error instanceof EnvInvariantBroken ? brokenLines(error) : [`   The kernel went wrong: ${error.message}`]),
  '',
  '   The smallest program that shows it; a child goes on with the same lines:',
  '',
  ...readableEnvironments(scenario).map((line) => `     ${line}`),
  '',
  `   To see it again: ringfence check --kernel ${kernel} --seed ${seed}`,
];

const brokenLines = ({ invariant, violation }: EnvInvariantBroken): string[] => [
  `   The kernel broke an invariant: ${invariant.name}.`,
  `   ${invariant.sentence}`,
  `   ${invariant.why}`,
  '',
  `   expected ${violation.expected}`,
  `   found ${violation.found}`,
];
