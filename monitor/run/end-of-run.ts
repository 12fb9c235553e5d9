/** The end of a run: when it is over, running up to it, and why it was over. */

import { counter, type Machine, type ProgramError, register } from '../../hardware/hardware.ts';
import { withDeepStacks } from '../../kernel/kernel.ts';
import { parseWhole, UsageError } from '../../presentation/boot/usage-error.ts';
import { type EndReason, freePagesOf, type Kernel } from '../../presentation/presentation.ts';
import type { Checker, InvariantBroken, ModelBroken, Moment, Playing } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { suspect } from '../limits/own-code.ts';
import { runWatched } from '../limits/watchdog.ts';

/** Events after which a run ends that nobody gave an end to. */
export const DEFAULT_EVENTS = 100_000;
/** Operations without an event after which none is to be expected: a program spins, and no tick comes. */
export const QUIET_OPERATIONS = 1_000_000;
/** Seconds that a program may compute without yielding, unless somebody says otherwise. */
export const DEFAULT_PATIENCE_SECONDS = 2;
const EVENTS_A_TURN = 500;
const CHECKED_EVENTS_A_TURN = 10;
const BOUNDARIES_A_TURN = 20_000;
/** A boot that checks all of memory takes longer than a turn, on a slow host with a log of everything. */
export const LEAST_BOOT_SECONDS = 10;
const NO_HURRY_SECONDS = 24 * 3600;

/** When a run is over, whatever comes first: events reached, no page free, no event for long if it must not be `quiet`, nothing runnable. */
export interface End {
  readonly events: number;
  readonly saturated: boolean;
  readonly quiet: boolean;
  /** Steps of the run, at most. */
  readonly step?: number;
}

/** What stopped a run before its end, if anything did: a program that never came back; or that no event came for long. */
export interface Stop {
  readonly stuck: ProgramError | null;
  readonly isQuiet: boolean;
}

/** How a run ended: also what the kernel broke, and what its code threw, in words, if it is somebody's own. */
export interface Outcome extends Stop {
  readonly broken: InvariantBroken | ModelBroken | null;
  /** After which event that was, if the run itself went on. */
  readonly brokenAt?: number | undefined;
  readonly thrown: string | null;
}

const STOPPED: Readonly<Record<number, EndReason>> = {
  [register.IDLE]: 'idle',
  [register.PANICKED]: 'panicked',
  [register.POWERED_OFF]: 'powered off',
  [register.TRIPLE_FAULTED]: 'triple fault',
};

/** What `--until` asks for; if nothing, a run is over at the `moment` that was given, or else after many events, or when no page is free. */
export const parseEnd = (text: string | undefined, moment: Moment | null = null): End => {
  const unlimited = { events: Number.POSITIVE_INFINITY, saturated: false, quiet: false };
  if (text === undefined && moment !== null) return { ...unlimited, quiet: true, step: moment.step };
  if (text === undefined) return { events: DEFAULT_EVENTS, saturated: true, quiet: false };
  if (text === 'saturated') return { events: Number.POSITIVE_INFINITY, saturated: true, quiet: false };
  if (text === 'idle') return { events: Number.POSITIVE_INFINITY, saturated: false, quiet: true };
  if (/^\d+$/.test(text)) return { events: parseWhole('until', text, 1), saturated: false, quiet: false };
  throw new UsageError(`--until ${text}: expected a number of events (system calls and ticks), saturated or idle`);
};

/** Events between two looks at the clock; fewer when each of them is checked, which takes a thousand times as long. */
export const eventsATurn = (checker: Checker | null): number =>
  checker === null ? EVENTS_A_TURN : CHECKED_EVENTS_A_TURN;

export interface Turns {
  /** Events between two looks at the clock. */
  readonly turn: number;
  /** Seconds that a turn may take. */
  readonly patience: number;
  /** Called before each turn, while no time is measured. */
  readonly beforeTurn: () => void;
}

/** A kernel, and the run on it, which has not begun. */
interface Run {
  readonly playing: Playing;
  readonly kernel: Kernel;
}

/** Boots and runs to `end`, or until a program keeps the machine from going on. */
export const runToEnd = ({ playing, kernel }: Run, end: End, { turn, patience: asked, beforeTurn }: Turns): Stop => {
  const { machine, view } = kernel;
  const { step: lastStep = Number.POSITIVE_INFINITY } = end;
  // Only what people bring can loop; all else may be slow, on a host that is busy.
  const patience = suspect() === undefined ? NO_HURRY_SECONDS : asked;
  const progress = new ProgressLine();
  const passed = (): number => machine.counters[counter.EVENTS];
  const quiet = new Quiet(machine);
  let isQuiet = false;
  let stuck = runWatched(machine, Math.max(patience, LEAST_BOOT_SECONDS), () => withDeepStacks(() => playing.begin()));
  try {
    for (let events = 0; stuck === null && events < end.events && playing.at < lastStep; events = passed()) {
      beforeTurn();
      if (!playing.goesOn || (end.saturated && freePagesOf(view) === 0)) break;
      isQuiet = !end.quiet && quiet.isLong();
      if (isQuiet) break;
      const left = Math.min(turn, end.events - events);
      const steps = Math.min(BOUNDARIES_A_TURN, lastStep - playing.at);
      stuck = runWatched(machine, patience, () => withDeepStacks(() => playing.advance(steps, left)));
      progress.tell(() => `${inThousands(passed())} events, ${freePagesOf(view)} pages free`);
    }
    return { stuck, isQuiet };
  } finally {
    progress.done();
  }
};

/** How long no event has come. */
class Quiet {
  private readonly counters: Float64Array;
  private event = -1;
  private operation = 0;

  constructor({ counters }: Machine) {
    this.counters = counters;
  }

  /** Whether no event came in many operations, as far as was asked. */
  isLong(): boolean {
    if (this.counters[counter.EVENTS] !== this.event) {
      this.event = this.counters[counter.EVENTS];
      this.operation = this.counters[counter.OPERATIONS];
    }
    return this.counters[counter.OPERATIONS] - this.operation >= QUIET_OPERATIONS;
  }
}

/** Why a run is over that `end` or `outcome` ended; what stopped the machine comes before what it was asked for. */
export const reasonOf = ({ machine }: Kernel, end: End, { stuck, broken, thrown, isQuiet }: Outcome): EndReason => {
  if (thrown !== null) return 'error';
  if (broken !== null) return 'invariant broken';
  if (stuck !== null) return 'program stuck';
  const isEarly = machine.counters[counter.EVENTS] < end.events && !isQuiet;
  return STOPPED[machine.cpu.runState] ?? (isEarly && end.saturated ? 'saturated' : 'until reached');
};
