/** A kernel that is neither WeensyOS nor JOS: what it must have to be judged, and by what. */
import type { Executable, Oracle, TimerSetting } from '../../hardware/hardware.ts';
import type { CallDescription, Watched } from '../../kernel/kernel.ts';
import type { Invariant } from './invariant.ts';
import { ANY_KERNEL } from './invariants/list.ts';
import type { Judging } from './judging.ts';
import { Observation } from './observation.ts';
import { counted } from './watch/recount.ts';

/** What a kernel is booted with. */
export interface OwnBoot {
  readonly programs: readonly Executable[];
  readonly timer: TimerSetting;
  readonly oracle: Oracle;
}

/** A kernel of somebody's own: it boots, and shows what it does. */
export interface OwnKernel extends Watched {
  /** Afterwards the first program is about to execute its first operation. */
  boot(): void;
}

/** The class of a kernel from scratch, as `--kernel` and `checkKernel` take it. */
export interface OwnKernelClass {
  new (boot: OwnBoot): OwnKernel;
  readonly name: string;
  /** The system calls that there are. */
  readonly calls: readonly CallDescription[];
  /** What must hold besides, for this kernel alone. */
  readonly invariants?: readonly Invariant[];
}

/** Whether `value` is the class of such a kernel, as far as can be seen without making one. */
export const isOwnKernel = (value: unknown): value is OwnKernelClass =>
  typeof value === 'function' &&
  Array.isArray((value as { calls?: unknown }).calls) &&
  'boot' in (value.prototype ?? {});

/** How a kernel from scratch is judged: by these invariants of its own, and by those that hold for any kernel. */
export const ownJudging = (own: readonly Invariant[] = []): Judging =>
  counted({
    invariants: [...own, ...ANY_KERNEL],
    observe: (kernel, transition) => new Observation(kernel, transition),
  });
