/** A real kernel that runs under judgement: it is stopped at every event, judged as a dump is, and stopped for good where something is wrong. */
import type { Machine } from '../../hardware/hardware.ts';
import { PAGE_WORDS } from '../../hardware/hardware.ts';
import { machineFor } from '../dumps/dump.ts';
import { type Judgement, judgeDump } from '../dumps/judgement.ts';
import type { Beside, DumpKind } from '../dumps/open-dump.ts';
import { DumpSeries } from '../dumps/series.ts';
import { withTransition } from '../dumps/transitions/transition.ts';
import { UnusableDump } from '../dumps/unusable.ts';
import { pagesThatDiffer } from './differing-pages.ts';
import { KeptFrames } from './kept-frames.ts';
import type { RunningKernel, Stop } from './running.ts';

/** A stop of which was said what is wrong. */
export interface StopJudged {
  /** Which one it is, from 0. */
  readonly index: number;
  /** What comes next (event-line.ts). */
  readonly note: string;
  /** Null where there is nothing to judge yet, and `unusable` says why. */
  readonly judgement: Judgement | null;
  readonly unusable: string | null;
}

/** What came of a run. */
export interface RunJudged {
  /** How often it was stopped, its end counted if it came to one. */
  readonly stops: number;
  /** Memory at all stops, or at the last of them if there were very many. */
  readonly frames: KeptFrames;
  /** Of the stops, by their numbers: the first in which something is wrong, and the last. */
  readonly series: DumpSeries;
  /** The first that is wrong, or else the last. */
  readonly last: StopJudged | null;
  /** Why the kernel came to no further event; null if it was left standing at one. */
  readonly ending: string | null;
}

export interface RunOptions {
  /** Told of each stop; the run is over if it returns `false`. */
  readonly onStop?: (stop: StopJudged) => unknown;
  /** So many stops at most. */
  readonly mostStops?: number;
}

/** The line of the last memory of a kernel that came to its end, as gdb scripts write it. */
const END: Pick<Stop, 'note' | 'registers'> = { note: 'end', registers: null };

/**
 * Runs the kernel until something is wrong, or to its end, which is judged as well. Throws the UnusableDump of a machine that cannot be gone on with.
 * Closes nothing.
 */
export const judgedRun = async (
  running: RunningKernel,
  kind: DumpKind,
  beside: Omit<Beside, 'registers'>,
  { onStop, mostStops = Number.POSITIVE_INFINITY }: RunOptions = {},
): Promise<RunJudged> => {
  const [series, memory] = [new DumpSeries(true), new StoppedMemory(running, kind)];
  let last: StopJudged | null = null;
  let note: string | null = null;
  for (let index = 0; index < mostStops && running.ending === null; index++) {
    const stop = (await running.next()) ?? END;
    if (!(await memory.take(stop))) break;
    last = await judgedStop({ index, event: note, ...stop }, memory, kind, beside, series);
    note = stop.note;
    if (onStop?.(last) === false || series.first !== null) break;
  }
  return {
    stops: memory.frames.count + memory.frames.first,
    frames: memory.frames,
    series,
    last,
    ending: running.ending,
  };
};

/** Judges a stop; `event` is the line of the one before it, which tells what came between them. */
const judgedStop = async (
  {
    index,
    note,
    registers,
    event,
  }: Pick<Stop, 'note' | 'registers'> & { readonly index: number; readonly event: string | null },
  { machine, changed }: StoppedMemory,
  kind: DumpKind,
  beside: Omit<Beside, 'registers'>,
  series: DumpSeries,
): Promise<StopJudged> => {
  try {
    const { latest } = series;
    const isNext = latest !== null && latest.index === index - 1;
    const since = isNext ? new Set(changed) : null;
    const alone = await judgeDump(kind, machine, { ...beside, registers }, latest?.judgement, since);
    const judgement = isNext ? withTransition(kind, latest.judgement, event, alone) : alone;
    series.take(index, `event ${index}`, judgement);
    return { index, note, judgement, unusable: null };
  } catch (error) {
    if (!(error instanceof UnusableDump)) throw error;
    return { index, note, judgement: null, unusable: error.message };
  }
};

/** The memory of a kernel at one stop after another: in two machines by turns, for what changed is told of two. */
class StoppedMemory {
  readonly frames: KeptFrames;
  machine: Machine;
  /** Pages that are otherwise than at the stop before. */
  changed: readonly number[] = [];
  private before: Machine;
  private readonly running: RunningKernel;

  constructor(running: RunningKernel, { paging, slots }: DumpKind) {
    this.running = running;
    this.frames = new KeptFrames(running.bytes);
    this.machine = machineFor(running.bytes, paging, slots);
    this.before = machineFor(running.bytes, paging, slots);
  }

  /** Reads memory as it is at `stop`; whether there was any: of a machine that is gone there is none. */
  async take(stop: Pick<Stop, 'note' | 'registers'>): Promise<boolean> {
    const [old, next] = [this.machine.memory, this.before.memory];
    for (const page of this.changed)
      next.words.set(old.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS), page * PAGE_WORDS);
    try {
      await this.running.read(next.bytes.subarray(0, this.running.bytes));
    } catch (error) {
      if (this.running.ending !== null && error instanceof UnusableDump) return false;
      throw error;
    }
    this.changed = this.running.changedPages ?? pagesThatDiffer(old.bytes, next.bytes, this.running.bytes);
    [this.machine, this.before] = [this.before, this.machine];
    this.frames.add(stop, this.changed, old.words, next.words);
    return true;
  }
}
