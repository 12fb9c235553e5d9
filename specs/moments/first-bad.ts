/**
 * The first bad moment: of a scenario or a run that goes wrong, the first moment after which something that must hold did not. Every moment is
 * looked at, in order, for what is wrong may be put right again, and nothing shows it then.
 */
import type { Machine } from '../../hardware/hardware.ts';
import { JosKernel, JosLab4, type Watched, WeensyKernel } from '../../kernel/kernel.ts';
import { BootLook } from '../jos/lab2/boot-look.ts';
import type { Trial } from '../judge/campaign/trial.ts';
import { Checker } from '../judge/checker.ts';
import type { Judging } from '../judge/judging.ts';
import { counted } from '../judge/watch/recount.ts';
import type { Whereabouts } from '../judge/watch/watch.ts';
import { weensyClosely } from '../weensyos/judging.ts';
import { MachinePlaying } from './machine-playing.ts';
import type { Key } from './playing.ts';

/** When something was wrong first, in which entry into the kernel, and what it was. */
export interface FirstBad extends Whereabouts {
  /** An `InvariantBroken`, a `ModelBroken`, or what stopped the kernel or a program. */
  readonly error: Error;
}

/**
 * The first bad moment of `scenario`, attempted once more: after which an invariant that `trial` judges, or the model, did not hold, or in which
 * the kernel stopped. Null if all goes well to the end. Throws what is no `Error`.
 */
export const firstBad = <Scenario>(trial: Trial<Scenario>, scenario: Scenario): FirstBad | null =>
  caught(
    () => void trial.attempt(scenario, { closely: true }),
    () => trial.whereabouts,
  );

/** A kernel that can boot. */
type Bootable = Watched & { boot(): void };

/** A run of a kernel that is made for it, and how far it goes. */
export interface PlainRun {
  /** Makes the kernel, which is not to boot yet. */
  make(): Bootable;
  /** What it is held to. A boot of lab 2 of JOS is held to what the lab says, whatever this is. */
  readonly judging: Judging;
  /** Boundaries between operations, and system calls and ticks, that are passed, at most; without end, if not given. */
  readonly operations?: number;
  readonly events?: number;
  /** Keys that are typed meanwhile. */
  readonly keys?: readonly Key[];
}

/**
 * The first bad moment of a run: after which an invariant of its judging did not hold, or in which the kernel or a program stopped. Null if there
 * is none. There is no model, so that a kernel that stops because a program asked for it is told as well. Throws what is no `Error`.
 */
export const firstBadOfRun = ({
  make,
  judging,
  operations: most = Number.POSITIVE_INFINITY,
  events = Number.POSITIVE_INFINITY,
  keys = [],
}: PlainRun): FirstBad | null => {
  const kernel = make();
  const { machine } = kernel;
  const look = lookAt(kernel, judging);
  const playing = new MachinePlaying(kernel, { begin: () => look.boot(), most, keys });
  const run = (): void => {
    playing.begin();
    throwWhatStopped(machine);
    look.again();
    while (playing.goesOn && playing.event < events) {
      playing.advance(1);
      throwWhatStopped(machine);
      look.again();
    }
  };
  return caught(run, () => look.whereabouts);
};

/** Who looks at a run: boots what it looks at, and knows where that is. */
interface Look {
  readonly whereabouts: Whereabouts;
  boot(): void;
  /** Looks once more, after the boot and after an operation. */
  again(): void;
}

/** In lab 2 nobody enters the kernel: there the functions of its boot are looked at. */
const lookAt = (kernel: Bootable, judging: Judging): Look => {
  if (kernel instanceof JosKernel && !(kernel instanceof JosLab4)) return new BootLook(kernel);
  const closely = kernel instanceof WeensyKernel ? weensyClosely(judging) : counted(judging);
  const checker = new Checker(kernel, 'every-trap', closely);
  return {
    boot: () => kernel.boot(),
    again: () => checker.countEntry(),
    get whereabouts() {
      return checker.watch.whereabouts;
    },
  };
};

const throwWhatStopped = ({ execution: { halt, programErrors } }: Machine): void => {
  if (programErrors.length > 0) throw programErrors[0];
  if (halt !== null) throw halt;
};

const caught = (run: () => void, where: () => Whereabouts): FirstBad | null => {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof Error) return { ...where(), error };
    throw error;
  }
};
