/** WeensyOS as commands see it. */
import { choicesOf, type Executable, type Oracle } from '../../hardware/hardware.ts';
import { WeensyKernel, type WeensyParameters } from '../../kernel/kernel.ts';
import { OPEN, type Rerun, rerun, weensyJudging, weensyJudgingUnder } from '../../specs/specs.ts';
import { BOOT_OPTIONS, bootParameters, makeKernel } from '../command-line/boot.ts';
import { carriedBoot } from '../command-line/carried-boot.ts';
import { parseWords, type Values, wholeOf } from '../command-line/options.ts';
import { COMMANDS, programsOf } from '../command-line/programs.ts';
import { DEFAULT_TIMER, parseTimer, UsageError } from '../command-line/usage-error.ts';
import { processTable } from '../run/summary.ts';
import type { Header, Kind, LogSettings, System } from './kind.ts';
import { WeensyScreen } from './weensyos-screen.ts';

/** WeensyOS, or `Kernel` that extends it. */
export const weensyOS = (Kernel: typeof WeensyKernel): Kind => ({
  name: 'WeensyOS',
  ownName: Kernel === WeensyKernel ? undefined : Kernel.name,
  lacks: {
    variant: 'JOS has variants: give --kernel jos, too',
    lab: 'JOS has labs: give --kernel jos, too',
    end: 'the image of WeensyOS ends where it does: it is for JOS',
  },
  usual: ['allocators'],
  programs: async (names, seed) => {
    if (names.length === 0) throw new UsageError('which program? As in ringfence why fork page 0x5000 --at 20');
    return programsOf(names, seed);
  },
  make: (values, programs, oracle) => systemFor(parametersOf(values, programs, oracle), Kernel),
  around: (kernel) => systemOf(kernel as WeensyKernel),
  base: () => weensyOS(WeensyKernel),
  isRecorded: true,
});

/** What `values` ask for, and where they say nothing, what the programs carry. */
const parametersOf = (given: Values, programs: readonly Executable[], steering?: Oracle) => {
  const { words, oracle: carried } = carriedBoot(programs);
  const oracle = steering ?? (carried && choicesOf(carried.asked, carried.choices));
  const values = { ...parseWords('boot', words, BOOT_OPTIONS).values, ...given };
  return {
    timer: parseTimer(DEFAULT_TIMER),
    ...bootParameters(values, wholeOf(values, 'seed', 0, 2 ** 32 - 1)),
    ...(oracle !== null && { oracle }),
    ...(oracle?.asked.includes('tick') && given.timer === undefined && { timer: { mode: 'chosen' as const } }),
    commands: COMMANDS,
    programs,
  };
};

/** A kernel of a user's own is held to what the handouts ask for, and its runs are made once more beside the model. */
const systemFor = (parameters: Partial<WeensyParameters>, Kernel: typeof WeensyKernel): System => {
  const system = systemOf(makeKernel(parameters, Kernel));
  if (Kernel === WeensyKernel) return system;
  const again = (operations: number): Rerun | null => rerun(makeKernel(parameters, Kernel), operations, OPEN);
  return { ...system, judging: weensyJudgingUnder(OPEN), rerun: again };
};

const systemOf = (kernel: WeensyKernel): System => ({
  kernel,
  judging: weensyJudging,
  // Of nothing else: what the MMU does would be told, too, and that takes time.
  allocations: { listen: (listener) => kernel.machine.listen(listener, ['page']) },
  screen: new WeensyScreen(kernel),
  flagNames: {},
  speaks: false,
  readsKeys: true,
  header: (settings) => headerOf(kernel, settings),
  summary: () => processTable(kernel, kernel.ptable.length),
});

const headerOf = ({ parameters }: WeensyKernel, { types, seed, check, kernelName }: LogSettings): Header => {
  const { programs, order, timer, pages, slots, viewer } = parameters;
  const names = programs.map(({ layout }) => layout.name);
  const booted = { programs: names, ...(seed !== undefined && { seed }), order, timer, pages, slots, viewer };
  return { ...booted, check, ...(kernelName !== undefined && { kernel: kernelName }), events: types };
};
