/** A ledger that is counted from scratch now and then, to the last number that it keeps: for campaigns that try Ringfence itself. */
import type { Watched, WeensyKernel } from '../../../kernel/kernel.ts';
import { firstBroken } from '../../judge/invariant.ts';
import type { Judging } from '../../judge/judging.ts';
import type { PageFollower } from '../../judge/watch/tracker.ts';
import type { Transition } from '../../judge/watch/transition.ts';
import { Ledger } from './ledger.ts';
import { differencesOf, misjudgingParts, partsOf } from './recounted.ts';

/** The ledger is not what counting gives: a mistake of ours, whatever the kernel does. */
export class LedgerWrong extends Error {
  constructor(differences: readonly string[]) {
    super(`the ledger is not what counting gives: ${differences.join('; ')}`);
    this.name = 'LedgerWrong';
  }
}

/**
 * `judging` of a WeensyOS with its ledger, which is counted at every look of number `every`, of all its kernels together. A look at which it keeps
 * what counting does not give, or passes what is broken, throws LedgerWrong.
 */
export const audited = (judging: Judging, every: number): Judging => {
  let looks = 0;
  const isDue = (): boolean => ++looks % every === 0;
  return {
    ...judging,
    track: (kernel, follower) => new AuditedLedger(kernel as WeensyKernel, follower, judging, isDue),
  };
};

class AuditedLedger extends Ledger {
  private readonly watched: Watched;
  private readonly judging: Judging;
  private readonly isDue: () => boolean;

  constructor(kernel: WeensyKernel, follower: PageFollower, judging: Judging, isDue: () => boolean) {
    super(kernel, follower);
    this.watched = kernel;
    this.judging = judging;
    this.isDue = isDue;
  }

  override suspects(transition: Transition | null): boolean {
    const isSuspect = super.suspects(transition);
    if (this.isDue()) this.compare(isSuspect, transition);
    return isSuspect;
  }

  private compare(isSuspect: boolean, transition: Transition | null): void {
    const { judging, watched } = this;
    const observation = judging.observe(watched, transition);
    const broken = isSuspect ? null : firstBroken(judging.invariants, observation);
    const parts = partsOf(this);
    const wrong = [
      ...(broken === null ? [] : [`it passes a state in which ${broken[0].name} is broken`]),
      ...misjudgingParts(parts, observation),
      ...differencesOf(parts, observation),
    ];
    if (wrong.length > 0) throw new LedgerWrong(wrong);
  }
}
