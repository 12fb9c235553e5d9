/** `ringfence explore weensyos` and `explore jos`: every state of a real kernel in a small scope, and the shortest run to what is wrong. */
import { setImmediate } from 'node:timers/promises';
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { classNamed, isSeeded } from '../../presentation/presentation.ts';
import {
  extendsClass,
  KERNELS,
  KernelSearch,
  type KernelToExplore,
  type Limits,
  type Retold,
  retold,
} from '../../specs/specs.ts';
import { loadKernel } from '../command-line/bundle.ts';
import { writeOutput } from '../command-line/options.ts';
import { quoted } from '../command-line/shell.ts';
import { printLines } from '../command-line/width.ts';
import { Interruption } from '../limits/interruption.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';
import { checkedScope } from './asked.ts';
import { Clock } from './clock.ts';
import { toldOfKernel } from './json.ts';
import { kernelLines } from './kernel-lines.ts';

/** A piece of a search is far shorter, unless the kernel's own code does not come back. */
const PATIENCE_SECONDS = 30;
const MEGABYTE = 2 ** 20;

/** Options that searches of kernels do not have. */
const OF_SYSTEMS = [
  'any-page',
  'mistake',
  'symmetry',
  'search',
  'preemptions',
  'workers',
  'checkpoint',
  'run',
] as const;
/** Options that only kernels have, and those of them that need programs. */
export const OF_KERNELS = ['kernel', 'stores', 'edges', 'ticks', 'failing', 'save'] as const;
const OF_PROGRAMS = ['stores', 'edges', 'ticks', 'failing', 'save'] as const;

/** What is explored, and the words that ask for it. */
export interface AskedKernel {
  readonly kind: KernelToExplore;
  readonly title: string;
  readonly words: readonly string[];
  /** What `--kernel` says. */
  readonly kernel: string | undefined;
}

/** Whether `name` is that of a kernel that is explored as it is. */
export const isKernel = (name: string | undefined): name is string =>
  name !== undefined && Object.hasOwn(KERNELS, name);

/** Returns 1 if something is wrong with the kernel. */
export const exploreKernel = async (name: string, values: Values): Promise<number> => {
  const kind = KERNELS[name];
  refuseOthers(name, kind, values);
  const scope = textOf(values, 'scope');
  const numbers = scope === undefined ? kind.usual : checkedScope(scope, kind);
  const asked = askedKernel(name, kind, numbers, values);
  const options = { ...flagsOf(values), Kernel: await classAsked(name, kind, asked.kernel) };
  const make = (): ReturnType<KernelToExplore['make']> => kind.make(numbers, options);
  const interruption = new Interruption();
  const clock = new Clock(wholeOf(values, 'seconds', 1), interruption);
  const search = new KernelSearch(make());
  await interruption.during(() => runToEnd(search, limitsOf(values), clock));
  const { explored } = search;
  const again = explored.broken === null ? null : { system: make(), steps: explored.broken.steps };
  const run = again === null ? null : retold(again.system, again.steps);
  const program = again === null || run === null ? null : programOf(again.system, run);
  const file = save(values, program);
  if (values.json === true) process.stdout.write(`${JSON.stringify(toldOfKernel(asked, explored, run))}\n`);
  else printLines(kernelLines(asked, explored, { run, program, file, isInterrupted: interruption.isAsked }));
  clock.tell(explored);
  return explored.broken === null ? 0 : 1;
};

const refuseOthers = (name: string, { hasPrograms }: KernelToExplore, values: Values): void => {
  const isGiven = (option: string): boolean => values[option] !== undefined && values[option] !== false;
  const other = OF_SYSTEMS.find(isGiven);
  if (other !== undefined)
    throw new UsageError(
      `--${other}: it is for abstract systems, as weensyos-pages; ${name} is explored breadth first, modulo names of pages`,
    );
  const program = hasPrograms ? undefined : OF_PROGRAMS.find(isGiven);
  if (program !== undefined)
    throw new UsageError(`--${program}: it is for programs, and ${name} is explored without any`);
};

const askedKernel = (name: string, kind: KernelToExplore, numbers: readonly number[], values: Values): AskedKernel => {
  const flags = ['stores', 'edges', 'ticks', 'failing'].filter((flag) => values[flag] === true);
  const kernel = textOf(values, 'kernel');
  return {
    ...{ kind, kernel },
    title: `${name} ${numbers.join(' ')} (${kind.parameters.join(', ')})${kernel === undefined ? '' : `, ${kernel}`}: ${kind.sentence}.`,
    words: [
      ...[name, '--scope', numbers.join(',')],
      ...flags.map((flag) => `--${flag}`),
      ...(kernel === undefined ? [] : ['--kernel', kernel]),
    ],
  };
};

const flagsOf = (values: Values) => ({
  stores: values.stores === true,
  edges: values.edges === true,
  ticks: values.ticks === true,
  asked: values.failing === true ? (['allocation'] as const) : [],
});

/** The class that `asked` names: a seeded bug, or what a file exports. Throws a UsageError for a kernel of another kind. */
const classAsked = async (name: string, kind: KernelToExplore, asked: string | undefined): Promise<unknown> => {
  if (asked === undefined) return undefined;
  if (!isSeeded(asked) && !isPath(asked))
    throw new UsageError(
      `--kernel ${asked}: expected a seeded bug, or the path of a file with a kernel, as ./${asked}.ts`,
    );
  const Kernel: unknown = isSeeded(asked) ? await classNamed(asked, undefined) : await loadKernel(asked);
  if (typeof Kernel === 'function' && extendsClass(Kernel, kind.Kernel)) return Kernel;
  throw new UsageError(`--kernel ${asked}: explore ${name} takes kernels that extend ${kind.Kernel.name}`);
};

const limitsOf = (values: Values): Limits => {
  const [states, depth, memory] = [
    wholeOf(values, 'states', 1),
    wholeOf(values, 'depth', 0, 65_000),
    wholeOf(values, 'memory', 1),
  ];
  return {
    ...(states !== undefined && { states }),
    ...(depth !== undefined && { depth }),
    ...(memory !== undefined && { memory: memory * MEGABYTE }),
  };
};

/** Runs a search in pieces, so that Ctrl-C is heard between two of them, and a kernel that does not come back is found out. */
const runToEnd = async (search: KernelSearch, limits: Limits, clock: Clock): Promise<void> => {
  for (;;) {
    const hasTime = clock.piece();
    const ends: string[] = [];
    const cameBack = runLimited(PATIENCE_SECONDS, () => void ends.push(search.run({ ...limits, hasTime })));
    if (!cameBack) throw lateness(`a call of the kernel did not come back within ${PATIENCE_SECONDS} s`);
    if (ends[0] !== 'seconds' || clock.isOver) return;
    await setImmediate();
  }
};

const programOf = (system: ReturnType<KernelToExplore['make']>, run: Retold): readonly string[] | null =>
  'program' in system && run.steps.length > 0 ? system.program(run.steps) : null;

/** Writes the program where `--save` says. Returns the name of the file, if it was written. */
const save = (values: Values, program: readonly string[] | null): string | null => {
  const file = textOf(values, 'save');
  if (file === undefined || program === null) return null;
  writeOutput('save', file, `${program.join('\n')}\n`);
  return quoted(file);
};
