/** What comes of a run: it is made, its end is looked at once more, and of a kernel of the user's own it is made again beside a model. */
import { counter, register } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Kind, System } from '../../presentation/presentation.ts';
import { type Checker, InvariantBroken, ModelBroken, type Rerun } from '../../specs/specs.ts';
import { deedOf } from '../limits/mistake.ts';
import type { Outcome, Stop } from './end-of-run.ts';

/** Who runs, and who checks that, if anybody does. */
export interface Judged {
  readonly kind: Kind;
  readonly system: System;
  readonly checker: Checker | null;
  /** Whether a person types and chooses: then it cannot be made again. */
  readonly played: boolean;
}

/** Runs by `go`, and checks the end unless a program got stuck. Throws what our own kernel throws. */
export const outcomeOf = async (judged: Judged, go: () => Stop | Promise<Stop>): Promise<Outcome> => {
  let stop: Stop = { stuck: null, isQuiet: false };
  try {
    stop = await go();
    if (stop.stuck === null) checkEnd(judged);
    const again = stop.stuck === null ? rerunOf(judged) : null;
    return { ...stop, broken: again?.error ?? null, brokenAt: again?.event, thrown: null };
  } catch (error) {
    if (error instanceof InvariantBroken || error instanceof ModelBroken)
      return { ...stop, broken: error, thrown: null };
    if (judged.kind.ownName !== undefined && !(error instanceof UsageError))
      return { ...stop, broken: null, thrown: deedOf(error) };
    throw error;
  }
};

/** What goes wrong when a run that is judged, and in which nothing did, is made once more beside a model. */
const rerunOf = ({ system, checker, played }: Judged): Rerun | null => {
  const { machine } = system.kernel;
  if (checker === null || played || system.rerun === undefined || machine.execution.halt !== null) return null;
  return system.rerun(machine.counters[counter.OPERATIONS]);
};

/** Counts everything once more. Not where the kernel stopped: it may have done half of something. */
export const checkEnd = ({ system, checker }: Pick<Judged, 'system' | 'checker'>): void => {
  const { runState } = system.kernel.machine.cpu;
  if (runState !== register.PANICKED && runState !== register.TRIPLE_FAULTED) checker?.count();
};

/** What there is to say of the end, beside its reason: what went wrong, or why nothing runs. */
export const messageOf = ({ kernel }: System, { thrown, broken, stuck }: Outcome): string | undefined =>
  thrown ?? (broken ?? stuck ?? kernel.machine.execution.halt)?.message;
