/**
 * A run that somebody goes through: programs on a kernel, functions of a lab, operations on an allocator. Nobody judges it; it is begun, advanced
 * by steps, kept, and put back. What a step is differs: an operation of a program, a call of a function, a call of the allocator.
 */
import type { Watched } from '../../kernel/kernel.ts';

/** A key, and the number of steps after which it was typed: before the next. */
export interface Key {
  readonly at: number;
  readonly key: string;
}

/** What was kept of a run, to be put back: nobody's affair but its own. */
export interface Kept {
  readonly at: number;
  readonly event: number;
}

/** A run, once it was begun. Throws, while it begins and advances, what code of the user's own throws that no machine catches. */
export interface Playing {
  /** What is played on; null where there is no machine. */
  readonly kernel: Watched | null;
  /** Steps taken since it began. */
  readonly at: number;
  /** System calls and ticks since power on; where there are none, steps. */
  readonly event: number;
  /** Whether there is a further step. */
  readonly goesOn: boolean;
  /** What the state at hand is called, where it has a name of its own: that of a dump. */
  readonly title?: string;
  /** Text that was written so far: of kernels that print what they say, and do not show it in memory. */
  readonly text: string;
  /** Does what comes before the first step: the boot. To be called once. */
  begin(): void;
  /** Takes at most `steps` steps, and passes at most `events` events; fewer where the run ends. */
  advance(steps: number, events?: number): void;
  /** What the run is like now, to be put back by `put`, into this run or one made alike. */
  keep(): Kept;
  put(kept: Kept): void;
  /** The step that is taken after `step` others, as somebody who writes it down would; where that is known beforehand. */
  stepText?(step: number): string | undefined;
  /** A text that is the same in equal states, and in no other. */
  fingerprint(): string;
  /** Keys that were typed, and those that are to be typed later. */
  readonly keys?: readonly Key[];
  /** Types `key` now. Keys that were to be typed later are forgotten. Nothing reads it where there is no keyboard. */
  type?(key: string): void;
}
