/** The live screen of `ringfence run`: a run that is played, watched and judged as any other; and its past, which is another machine's. */

import { counter, type ProgramError } from '../../../hardware/hardware.ts';
import {
  type Opened,
  operationText,
  Recent,
  type Step,
  type System,
  sentencesOf,
} from '../../../presentation/presentation.ts';
import type { Direction, Playing } from '../../../specs/specs.ts';
import { inThousands } from '../../../specs/thousands.ts';
import { type Condition, conditionText } from '../../live/condition.ts';
import type { Pace } from '../../live/pace.ts';
import type { Played } from '../../live/played-run.ts';
import { playOnScreen, type ScreenOptions } from '../../live/screen.ts';
import { closeTrailOf } from '../../live/trail.ts';
import type { RunCommand } from '../../report/violation.ts';
import { Past } from './past.ts';
import { Player, type Rules } from './player.ts';
import { reportLines } from './report.ts';

export interface LiveOptions extends Rules, ScreenOptions {
  /** The command, for the report of a broken invariant. */
  readonly command: RunCommand;
  /** The run, which has not begun, and the same to be made once more. */
  readonly playing: Playing;
  readonly opened: Opened;
  /** What the kernel and its programs wrote. */
  readonly text: () => readonly string[];
}

/** Counts that change when the kernel is entered, which is told of anyway. */
const ENTRIES: readonly number[] = [counter.EVENTS, counter.FAULTS];

/**
 * Boots the kernel of `system` and plays it until the user quits. Returns the error of a program that never came back, if one stopped the run.
 * Throws InvariantBroken, once the user has seen it, if one broke. The terminal is given back in any case.
 */
export const live = async (system: System, options: LiveOptions): Promise<ProgramError | null> => {
  const run = new PlayedRun(system, options);
  run.boot();
  await playOnScreen(run, options);
  if (run.player.broken !== null) throw run.player.broken;
  return run.player.stuck;
};

/** A run that is played, and its past. */
export class PlayedRun implements Played {
  readonly face = 'run';
  readonly player: Player;
  private readonly present: System;
  private readonly options: LiveOptions;
  private readonly recent: Recent;
  /** Null while the present is shown. */
  private past: Past | null = null;

  constructor(system: System, options: LiveOptions) {
    this.present = system;
    this.options = options;
    this.recent = new Recent(system.kernel);
    this.player = new Player(system.kernel, options.playing, options);
  }

  boot(): void {
    this.player.boot();
  }

  get system(): System {
    return this.past?.system ?? this.present;
  }

  get condition(): Condition {
    return this.past === null ? this.player.condition : 'past';
  }

  statusText(pace: Pace): string {
    const back = this.past === null ? 0 : this.at - this.past.timeline.at;
    const text = conditionText(this.condition, pace, this.present.readsKeys);
    return back > 0 ? `${text}, ${inThousands(back)} operations back` : text;
  }

  report(): readonly string[] {
    return this.past === null ? reportLines(this.present.kernel, this.player, this.options.command) : [];
  }

  happenings(rows: number): readonly string[] {
    if (this.past !== null) return closeTrailOf(this.past.timeline, this.past.system, TRAIL_STEPS, rows).lines;
    return sentencesOf({ view: this.present.kernel.view, readsKeys: this.present.readsKeys }, this.recent.last(), rows);
  }

  text(): readonly string[] {
    return this.past === null ? this.options.text() : this.past.timeline.playing.text.split('\n');
  }

  advance(operations: number, timeUp: () => boolean): void {
    if (this.past !== null) return;
    const { machine, view } = this.present.kernel;
    const before = machine.counters.slice();
    const stepping = this.player.condition === 'stepping';
    this.player.advance(operations, timeUp);
    const isEntered = ENTRIES.some((field) => machine.counters[field] !== before[field]);
    if (stepping && machine.counters[counter.OPERATIONS] - before[counter.OPERATIONS] === 1 && !isEntered)
      this.recent.remark(operationText(machine, (slot) => view.nameOf(view.pidOf(slot))));
  }

  /** Who looks at the past goes on in the present. */
  pause(): void {
    if (this.past !== null) this.past = null;
    else this.player.pause();
  }

  step(step: Step, direction: Direction): void {
    if (this.past === null && direction === 'next') return this.player.step(step);
    if (this.past === null) this.player.stop();
    this.past ??= new Past(this.options.opened, this.options.playing, this.options.patience);
    this.past.step(step, direction);
    if (this.past.timeline.at >= this.at) this.past = null;
  }

  type(key: string): void {
    if (!this.present.readsKeys) return;
    if (this.past !== null) return this.recent.remark(`${key} is not typed: this is the past`);
    this.recent.remark(`you type ${key}`);
    this.player.type(key);
  }

  remark(line: string): void {
    this.recent.remark(line);
  }

  /** Operations so far. */
  private get at(): number {
    return this.options.playing.at;
  }
}

/** Steps of the past whose happenings are told. */
const TRAIL_STEPS = 256;
