/** `ringfence explore weensyos` and `explore jos`: every state of a real kernel in a small scope, and the shortest run to what is wrong. */
import { setImmediate } from 'node:timers/promises';
import { type Machine, stackOf } from '../../hardware/hardware.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { KernelSearch, kernelCoverage, type Limits, type ProgramsRun, retold } from '../../specs/specs.ts';
import { writeOutput } from '../command-line/options.ts';
import { quoted } from '../command-line/shell.ts';
import { printLines } from '../command-line/width.ts';
import { Interruption } from '../limits/interruption.ts';
import { placeOfCause } from '../limits/mistake.ts';
import { placeIn, placeText } from '../limits/own-code.ts';
import { reportReady } from '../limits/supervisor.ts';
import { momentAfter } from '../moments/failing.ts';
import { openRun } from '../moments/opened-run.ts';
import { MOST_WORKERS } from '../workers/threads.ts';
import { type AskedKernel, askedKernel } from './asked-kernel.ts';
import { Clock } from './clock.ts';
import { toldOfKernel } from './json.ts';
import { kernelLines, type ShownCoverage } from './kernel-lines.ts';
import { searchTogether } from './kernels-together.ts';
import { inTime } from './patience.ts';

const MEGABYTE = 2 ** 20;

/** Returns 1 if something is wrong with the kernel, or with one of `programs`, if any are given. */
export const exploreKernel = async (name: string, programs: readonly string[], values: Values): Promise<number> => {
  const asked = await askedKernel(name, programs, values);
  reportReady();
  const interruption = new Interruption();
  const clock = new Clock(wholeOf(values, 'seconds', 1), interruption);
  const { system, search } = inTime('the boot of the kernel', () => begun(asked));
  const [limits, workers] = [limitsOf(values), wholeOf(values, 'workers', 1, MOST_WORKERS) ?? 1];
  await interruption.during(async () => {
    if (workers > 1)
      await searchTogether(search, limits, { task: { name, programs, values }, workers, clock, interruption });
    if (!clock.isOver) await runToEnd(search, limits, clock);
  });
  const { explored } = search;
  const found = {
    ...(await shown(asked, search, values)),
    covered: coverageOf(asked, search, values),
    isInterrupted: interruption.isAsked,
    longest: 'longest' in system ? system.longest : null,
  };
  if (values.json === true) process.stdout.write(`${JSON.stringify(toldOfKernel(asked, explored, found))}\n`);
  else printLines(kernelLines(asked, explored, found));
  clock.tell(explored);
  return explored.broken === null ? 0 : 1;
};

const begun = ({ make }: AskedKernel) => {
  const system = make();
  return { system, search: new KernelSearch(system) };
};

/** The run to what is wrong, told again, with its moment, and the program that makes it; what is asked for is saved. */
const shown = async (asked: AskedKernel, { explored: { broken } }: KernelSearch, values: Values) => {
  if (broken === null) return { run: null, program: null, moment: null, place: null, file: null };
  const system = asked.make();
  const run = retold(system, broken.steps);
  const moment = await momentAt(asked.momentRun(system, run.steps), run.steps.length);
  const program = 'program' in system && run.steps.length > 0 ? system.program(run.steps) : null;
  return { run, program, moment, place: placeOfWrong(system.kernel.machine), file: save(values, { program, moment }) };
};

/** The moment after `steps` steps of `run`, which is made once more for that; null where it has none, or does not come so far. */
const momentAt = async (run: ProgramsRun | null, steps: number): Promise<string | null> => {
  if (run === null) return null;
  const { make } = await openRun(run);
  return momentAfter(run, () => make().playing, steps);
};

/** Where in the user's own code it went wrong, if what stopped the kernel or a program says so. */
const placeOfWrong = ({ execution: { programErrors, halt } }: Machine): string | null => {
  const place = programErrors.length > 0 ? placeOfCause(programErrors[0].cause) : halt && placeIn(stackOf(halt));
  return place && placeText(place);
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
  const missed = covered.missed === null ? null : retold(system, covered.missed).steps.map(({ text }) => text);
  return { walks, covered, missed };
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

/** Writes what `--save` asks for: the program, or into a file of JSON the moment. Returns the name of the file, if it was written. */
const save = (
  values: Values,
  { program, moment }: { readonly program: readonly string[] | null; readonly moment: string | null },
): string | null => {
  const file = textOf(values, 'save');
  const kept = moment === null ? null : `${JSON.stringify({ moment })}\n`;
  const text = file?.endsWith('.json') ? kept : program && `${program.join('\n')}\n`;
  if (file === undefined || text === null) return null;
  writeOutput('save', file, text);
  return quoted(file);
};
