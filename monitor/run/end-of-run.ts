/** The end of a run: when it is over, running up to it, and why it was over. */
import { counter, type Machine, type ProgramError, register } from '../../hardware/hardware.ts';
import type { InvariantBroken } from '../../specs/specs.ts';
import { freePagesOf, type RunningKernel } from '../command-line/kernel-asked.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { parseWhole, UsageError } from '../command-line/usage-error.ts';
import { runWatched } from '../limits/watchdog.ts';

/** Events after which a run ends that nobody gave an end to. */
export const DEFAULT_EVENTS = 100_000;
const BOUNDARIES_A_TURN = 20_000;
/** A boot that checks all of memory takes longer than a turn, on a slow host with a log of everything. */
export const LEAST_BOOT_SECONDS = 10;

/** When a run is over, whatever comes first: events reached, no page free, no event for so many operations, nothing runnable. */
export interface End {
  readonly events: number;
  readonly saturated: boolean;
  readonly quiet?: number;
}

/** How a run ended early: a program that never came back, or a kernel that broke an invariant. */
export interface Outcome {
  readonly stuck: ProgramError | null;
  readonly broken: InvariantBroken | null;
}

export const END_REASONS = [
  'until reached',
  'saturated',
  'idle',
  'panicked',
  'powered off',
  'triple fault',
  'invariant broken',
  'program stuck',
  'error',
] as const;
export type EndReason = (typeof END_REASONS)[number];

const STOPPED: Readonly<Record<number, EndReason>> = {
  [register.IDLE]: 'idle',
  [register.PANICKED]: 'panicked',
  [register.POWERED_OFF]: 'powered off',
  [register.TRIPLE_FAULTED]: 'triple fault',
};

export const parseEnd = (text: string | undefined): End => {
  if (text === undefined) return { events: DEFAULT_EVENTS, saturated: true };
  if (text === 'saturated') return { events: Number.POSITIVE_INFINITY, saturated: true };
  if (text === 'idle') return { events: Number.POSITIVE_INFINITY, saturated: false };
  if (/^\d+$/.test(text)) return { events: parseWhole('until', text, 1), saturated: false };
  throw new UsageError(`--until ${text}: expected a number of events (system calls and ticks), saturated or idle`);
};

export interface Turns {
  /** Events between two looks at the clock. */
  readonly turn: number;
  /** Seconds that a turn may take. */
  readonly patience: number;
  /** Called before each turn, while no time is measured. */
  readonly beforeTurn: () => void;
}

/** Boots and runs to `end`, or until a program keeps the machine from going on; returns that program's error then. */
export const runToEnd = (
  kernel: RunningKernel,
  end: End,
  { turn, patience, beforeTurn }: Turns,
): ProgramError | null => {
  const { machine } = kernel;
  const progress = new ProgressLine();
  const passed = (): number => machine.counters[counter.EVENTS];
  const quiet = new Quiet(machine, end.quiet);
  let stuck = runWatched(machine, Math.max(patience, LEAST_BOOT_SECONDS), () => kernel.boot());
  try {
    for (let events = 0; stuck === null && events < end.events; events = passed()) {
      beforeTurn();
      const isOver = quiet.isLong() || (end.saturated && freePagesOf(kernel) === 0);
      if (machine.cpu.runState !== register.RUNNING || isOver) break;
      const left = Math.min(turn, end.events - events);
      stuck = runWatched(machine, patience, () => machine.run(BOUNDARIES_A_TURN, left));
      progress.tell(() => `${passed().toLocaleString('en-US')} events, ${freePagesOf(kernel)} pages free`);
    }
    return stuck;
  } finally {
    progress.done();
  }
};

/** How long no event has come. */
class Quiet {
  private readonly counters: Float64Array;
  private readonly most: number;
  private event = -1;
  private operation = 0;

  constructor({ counters }: Machine, most = Number.POSITIVE_INFINITY) {
    this.counters = counters;
    this.most = most;
  }

  /** Whether no event came in as many operations as there may be, as far as was asked. */
  isLong(): boolean {
    if (this.counters[counter.EVENTS] !== this.event) {
      this.event = this.counters[counter.EVENTS];
      this.operation = this.counters[counter.OPERATIONS];
    }
    return this.counters[counter.OPERATIONS] - this.operation >= this.most;
  }
}

/** Why a run is over that `end` or `outcome` ended; what stopped the machine comes before what it was asked for. */
export const reasonOf = ({ machine }: RunningKernel, end: End, { stuck, broken }: Outcome): EndReason => {
  if (broken !== null) return 'invariant broken';
  if (stuck !== null) return 'program stuck';
  const passed = machine.counters[counter.EVENTS];
  return STOPPED[machine.cpu.runState] ?? (passed < end.events && end.saturated ? 'saturated' : 'until reached');
};
