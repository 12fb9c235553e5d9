/** WeensyOS as commands see it. */

import { choicesOf, type Executable, type Oracle } from '../../hardware/hardware.ts';
import { WeensyKernel, type WeensyParameters } from '../../kernel/kernel.ts';
import { OPEN, type Rerun, rerun, weensyJudging, weensyJudgingUnder } from '../../specs/specs.ts';
import { carriedBoot } from '../boot/carried-boot.ts';
import { COMMANDS, programsOf } from '../boot/programs.ts';
import { DEFAULT_TIMER, parseTimer, UsageError } from '../boot/usage-error.ts';
import { type Values, wholeOf } from '../boot/values.ts';
import { bootParameters } from '../boot/weensyos.ts';
import { type Host, WITHOUT_FILES } from '../host.ts';
import { processTable } from '../summary/summary.ts';
import type { Header, Kind, LogSettings, System } from './kind.ts';
import { WeensyScreen } from './weensyos-screen.ts';

/** WeensyOS, or `Kernel` that extends it. */
export const weensyOS = (Kernel: typeof WeensyKernel, host: Host = WITHOUT_FILES): Kind => ({
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
    return programsOf(host, names, seed);
  },
  make: (values, programs, oracle) => systemFor(parametersOf(values, programs, oracle), Kernel, host),
  around: (kernel) => systemOf(kernel as WeensyKernel),
  base: () => weensyOS(WeensyKernel, host),
  isRecorded: true,
});

/** What `values` ask for, and where they say nothing, what the programs carry. */
const parametersOf = (given: Values, programs: readonly Executable[], steering?: Oracle) => {
  const { values: booted, oracle: carried } = carriedBoot(programs);
  const oracle = steering ?? (carried && choicesOf(carried.asked, carried.choices));
  const values = { ...booted, ...given };
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
const systemFor = (parameters: Partial<WeensyParameters>, Kernel: typeof WeensyKernel, host: Host): System => {
  const make = (): WeensyKernel => host.construct(Kernel, WeensyKernel, parameters);
  const system = systemOf(make());
  if (Kernel === WeensyKernel) return system;
  const again = (operations: number): Rerun | null => rerun(make(), operations, OPEN);
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
  const { programs, order, timer, pages, allocatable, slots, viewer } = parameters;
  const names = programs.map(({ layout }) => layout.name);
  const booted = { programs: names, ...(seed !== undefined && { seed }), order, timer, pages, slots, viewer };
  const fewer = allocatable === null ? {} : { allocatable };
  return { ...booted, ...fewer, check, ...(kernelName !== undefined && { kernel: kernelName }), events: types };
};
