/** `ringfence explore weensyos` and `explore jos`: every state of a real kernel in a small scope, and the shortest run to what is wrong. */
import { setImmediate } from 'node:timers/promises';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { KernelSearch, kernelCoverage, type Limits, type Retold, retold } from '../../specs/specs.ts';
import { writeOutput } from '../command-line/options.ts';
import { quoted } from '../command-line/shell.ts';
import { printLines } from '../command-line/width.ts';
import { Interruption } from '../limits/interruption.ts';
import { MOST_WORKERS } from '../workers/threads.ts';
import { type AskedKernel, askedKernel } from './asked-kernel.ts';
import { Clock } from './clock.ts';
import { toldOfKernel } from './json.ts';
import { kernelLines, type ShownCoverage } from './kernel-lines.ts';
import { searchTogether } from './kernels-together.ts';
import { inTime } from './patience.ts';

const MEGABYTE = 2 ** 20;

/** Returns 1 if something is wrong with the kernel. */
export const exploreKernel = async (name: string, values: Values): Promise<number> => {
  const asked = await askedKernel(name, values);
  const interruption = new Interruption();
  const clock = new Clock(wholeOf(values, 'seconds', 1), interruption);
  const search = inTime('the boot of the kernel', () => new KernelSearch(asked.make()));
  const [limits, workers] = [limitsOf(values), wholeOf(values, 'workers', 1, MOST_WORKERS) ?? 1];
  await interruption.during(async () => {
    if (workers > 1) await searchTogether(search, limits, { task: { name, values }, workers, clock, interruption });
    if (!clock.isOver) await runToEnd(search, limits, clock);
  });
  const { explored } = search;
  const found = {
    ...shown(asked, search, values),
    covered: coverageOf(asked, search, values),
    isInterrupted: interruption.isAsked,
  };
  if (values.json === true) process.stdout.write(`${JSON.stringify(toldOfKernel(asked, explored, found.run))}\n`);
  else printLines(kernelLines(asked, explored, found));
  clock.tell(explored);
  return explored.broken === null ? 0 : 1;
};

/** The run to what is wrong, told again, and the program that makes it, which is saved if that is asked for. */
const shown = (asked: AskedKernel, { explored: { broken } }: KernelSearch, values: Values) => {
  if (broken === null) return { run: null, program: null, file: null };
  const system = asked.make();
  const run = retold(system, broken.steps);
  const program = programOf(system, run);
  return { run, program, file: save(values, program) };
};

/** What random walks through the same scope meet, if `--coverage` asks for that and all states are known to hold them against. */
const coverageOf = (asked: AskedKernel, search: KernelSearch, values: Values): ShownCoverage | null => {
  const walks = {
    seed: wholeOf(values, 'seed', 0, 2 ** 32 - 1) ?? 1,
    walks: wholeOf(values, 'walks', 1) ?? 1000,
    steps: wholeOf(values, 'steps', 1, 1_000_000) ?? 100,
  };
  if (values.coverage !== true || search.explored.end !== 'complete') return null;
  const system = asked.make();
  const covered = kernelCoverage(search, system, walks);
  return { walks, covered, missed: covered.missed?.map(({ act }) => system.actText(act)) ?? null };
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
    const end = inTime('a call of the kernel', () => search.run({ ...limits, hasTime }));
    if (end !== 'seconds' || clock.isOver) return;
    await setImmediate();
  }
};

const programOf = (system: ReturnType<AskedKernel['make']>, run: Retold): readonly string[] | null =>
  'program' in system && run.steps.length > 0 ? system.program(run.steps) : null;

/** Writes the program where `--save` says. Returns the name of the file, if it was written. */
const save = (values: Values, program: readonly string[] | null): string | null => {
  const file = textOf(values, 'save');
  if (file === undefined || program === null) return null;
  writeOutput('save', file, `${program.join('\n')}\n`);
  return quoted(file);
};
