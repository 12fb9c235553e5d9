/** What the live screen plays: a run that goes on, pauses, and goes by steps, whoever makes it do so. */

import type { Step, System } from '../../presentation/presentation.ts';
import type { Direction } from '../../specs/specs.ts';
import type { Condition } from './condition.ts';
import type { Pace } from './pace.ts';

export interface Played {
  /** Whose memory is drawn, as it is now; another machine's, perhaps, than before. */
  readonly system: System;
  readonly condition: Condition;
  /** Whether it can be gone back, and by which keys; which of them mean something else. */
  readonly face: Face;
  /** What the run is about, in the few words of the status line. */
  statusText(pace: Pace): string;
  /** What stopped the run, or was answered, in lines below the status. */
  report(): readonly string[];
  /** What happened last, a line each, oldest first: more than `rows` do no harm. */
  happenings(rows: number): readonly string[];
  /** What was written as text. */
  text(): readonly string[];
  /** Goes on by at most so many operations; by fewer when `timeUp`. */
  advance(operations: number, timeUp: () => boolean): void;
  pause(): void;
  step(step: Step, direction: Direction): void;
  /** Hands on a key that the screen has no use for. */
  type(key: string): void;
  /** What is printed meanwhile, a line. */
  remark(line: string): void;
  /** Obeys a line of words; null if it ends the screen. Only where lines are obeyed. */
  obey?(line: string): Promise<readonly string[] | null>;
}

/** Keys differ: a kernel that reads keys has the letters that a session steps by events with. */
export type Face = 'run' | 'session';
