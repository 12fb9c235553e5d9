/** `ringfence check`: random programs on a kernel, judged after every operation; what goes wrong is shown in its shortest form. */
import { DEFAULT_PARAMETERS, type WeensyKernel } from '../../kernel/kernel.ts';
import {
  campaign,
  type Failure,
  GOALS,
  InvariantBroken,
  ModelBroken,
  readable,
  type Scenario,
} from '../../specs/specs.ts';
import { isJos, kernelAsked } from '../command-line/kernel-asked.ts';
import { parseWords, textOf, type Values, wholeOf, writeOutput } from '../command-line/options.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { orderText, parseOrder, UsageError } from '../command-line/usage-error.ts';
import { reportReady } from '../limits/supervisor.ts';
import { limited } from '../limits/watchdog.ts';
import { violationLines } from '../report/violation.ts';
import { checkJos } from './jos.ts';

const CHECK_OPTIONS = {
  operations: { type: 'string' },
  order: { type: 'string' },
  seed: { type: 'string' },
  path: { type: 'string' },
  kernel: { type: 'string' },
  save: { type: 'string' },
  patience: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_OPERATIONS = 50_000;
const DEFAULT_PATIENCE_SECONDS = 10;
const SCENARIOS_A_ROUND = 50;
const grouped = (value: number): string => value.toLocaleString('en-US');

/** How far a check is. */
interface Tally {
  readonly goals: Set<string>;
  operations: number;
  programs: number;
}

/** A failure, and the seed of the round that found it. */
interface Found {
  readonly failure: Failure;
  readonly seed: number;
}

type KernelClass = typeof WeensyKernel;

export const check = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('check', words, CHECK_OPTIONS);
  if (positionals.length > 0) {
    throw new UsageError(`check: it makes its own programs, and takes none such as ${positionals.join(' ')}`);
  }
  const path = textOf(values, 'kernel');
  const Kernel = await kernelAsked(path);
  reportReady();
  if (isJos(Kernel)) return checkJos(Kernel, values);
  const tally: Tally = { goals: new Set(), operations: 0, programs: 0 };
  const found = search(Kernel, values, tally);
  const lines = found === null ? soundLines(tally) : failureLines(found, values);
  process.stdout.write(`${lines.join('\n')}\n`);
  const file = textOf(values, 'save');
  if (found !== null && file !== undefined) save(file, found.failure);
  return found === null ? 0 : 1;
};

/** Round after round, until enough operations were done or one went wrong. */
const search = (Kernel: KernelClass, values: Values, tally: Tally): Found | null => {
  const wanted = wholeOf(values, 'operations', 1) ?? DEFAULT_OPERATIONS;
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const order = textOf(values, 'order');
  const path = textOf(values, 'path');
  const progress = new ProgressLine();
  const options = {
    Kernel,
    runs: SCENARIOS_A_ROUND,
    order: order === undefined ? null : parseOrder(order),
    around: limited(patience),
    ...(path !== undefined && { path }),
  };
  try {
    let seed = wholeOf(values, 'seed', 0, 2 ** 31 - 1) ?? 1;
    for (; tally.operations < wanted; seed++) {
      const { failure, operations, runs, goals } = campaign({ ...options, seed });
      tally.operations += operations;
      tally.programs += runs;
      for (const goal of goals) if (GOALS.includes(goal)) tally.goals.add(goal);
      if (failure !== null) return { failure, seed };
      if (path !== undefined) throw new UsageError(`--path ${path}: nothing goes wrong there any more`);
      progress.tell(() => `${grouped(tally.operations)} operations of ${grouped(wanted)}`);
    }
    return null;
  } finally {
    progress.done();
  }
};

const soundLines = ({ operations, programs, goals }: Tally): string[] => {
  const missed = GOALS.filter((goal) => !goals.has(goal));
  return [
    `   ${grouped(operations)} operations of ${grouped(programs)} random scenarios: every one did what it must, and no invariant broke.`,
    `   ${goals.size} of ${GOALS.length} goals were reached${missed.length > 0 ? '; not reached:' : '.'}`,
    ...missed.map((goal) => `     ${goal}`),
  ];
};

const failureLines = ({ failure, seed }: Found, values: Values): string[] => [
  ...(failure.error instanceof InvariantBroken ? violationLines(failure.error) : errorLines(failure.error)),
  '',
  '   The shortest program that shows it:',
  '',
  ...failure.scenario.programs.flatMap((steps) => [
    ...programText(steps)
      .split('\n')
      .map((line) => `     ${line}`.trimEnd()),
  ]),
  ...bootLines(failure.scenario),
  `   To see it again: ${replayCommand(failure, seed, values)}`,
  ...runLines(failure.scenario, values),
];

/** How to run the program itself, if nothing but options is needed for that. */
const runLines = (scenario: Scenario, { save, kernel }: Values): string[] => {
  if (scenario.choices.length > 0) return [];
  const files = scenario.programs.map((_, i) => nameOf(String(save ?? './found.ts'), i));
  const words = ['ringfence run', ...files, ...(kernel === undefined ? [] : [`--kernel ${kernel}`])];
  const saved = save === undefined ? 'Saved with --save ./found.ts, it' : 'It';
  return [`   ${saved} runs by: ${[...words, ...bootWords(scenario), '--check every-trap'].join(' ')}`];
};

/** What the kernel did, or where its own code threw. */
const errorLines = (error: Error): string[] => {
  const source = error.stack?.split('\n').find((line) => /^\s+at /.test(line) && !/ringfence\/dist|node:/.test(line));
  const thrown = error instanceof ModelBroken || source === undefined;
  return [`   The kernel went wrong: ${error.message}`, ...(thrown ? [] : [`   ${source.trim()}`])];
};

/** The file of a program that does `steps`. */
const programText = (steps: Scenario['programs'][number]): string => {
  const names = new Set(['schedYield', ...steps.map(([make]) => make.name)]);
  return `import { ${[...names].toSorted().join(', ')} } from 'ringfence/userland';\n\n${readable(steps)}\n`;
};

/** Writes each program to a file: the first to `file`, others beside it with their number in the name. */
const save = (file: string, { scenario }: Failure): void => {
  for (const [i, steps] of scenario.programs.entries()) writeOutput('save', nameOf(file, i), programText(steps));
};

const nameOf = (file: string, program: number): string =>
  program === 0 ? file : file.replace(/(\.\w+)?$/, `-${program + 1}$1`);

/** How to boot what shows the failure. */
const bootLines = (scenario: Scenario): string[] => {
  const { asked, choices, timer } = scenario;
  const ticks = timer.mode === 'chosen' ? ['and a timer whose ticks are chosen'] : [];
  const unusual = choices.flatMap((choice, i) => (choice > 0 ? [`${choice} for question ${i + 1}`] : []));
  const oracle = `   an oracle is asked (${asked.join(', ')}), and says ${unusual.join(', ')}, else 0`;
  return [`   booted with ${[...bootWords(scenario), ...ticks].join(' ')}`, ...(unusual.length > 0 ? [oracle] : [])];
};

/** The words that make `ringfence run` boot alike; those that change nothing are left out. */
const bootWords = ({ order, timer, pages, slots, viewer }: Scenario): string[] => [
  `--timer ${timer.mode === 'cycles' || timer.mode === 'every' ? `${timer.mode}:${timer.period}` : 'off'}`,
  ...(order.kind === 'first-fit' ? [] : [`--order ${orderText(order)}`]),
  ...(pages === DEFAULT_PARAMETERS.pages ? [] : [`--memory ${pages * 4}K`]),
  ...(slots === DEFAULT_PARAMETERS.slots ? [] : [`--processes ${slots - 1}`]),
  ...(viewer ? ['--viewer'] : []),
];

const replayCommand = ({ path }: Failure, seed: number, values: Values): string => {
  const given = ['order', 'kernel'].flatMap((name) =>
    values[name] === undefined ? [] : [`--${name} ${values[name]}`],
  );
  return ['ringfence check', ...given, `--seed ${seed}`, `--path ${path}`].join(' ');
};
