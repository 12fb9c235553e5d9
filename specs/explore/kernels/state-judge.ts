/** Judges states of a kernel that goes back and forth: by its ledger, and if that suspects anything by counting. */
import type { Watched } from '../../../kernel/kernel.ts';
import { firstBroken, type Invariant, type Violation } from '../../judge/invariant.ts';
import type { Judging } from '../../judge/judging.ts';
import type { Observation } from '../../judge/observation.ts';
import type { PageFollower, Tracker } from '../../judge/watch/tracker.ts';
import type { Wrong } from './explored-kernel.ts';

/** Nobody asks for the lives of pages here. */
const NOBODY: PageFollower = { counted: () => {}, referred: () => {}, reconcile: () => {} };

export class StateJudge<Observed extends Observation> {
  private readonly kernel: Watched;
  private readonly judging: Judging<Observed>;
  private readonly tracker: Tracker;

  /** Follows `kernel`, which has not booted yet. */
  constructor(kernel: Watched, judging: Judging<Observed>) {
    this.kernel = kernel;
    this.judging = judging;
    this.tracker = judging.track(kernel, NOBODY);
  }

  /** What is wrong with the present state, however it came about; null if nothing. */
  wrong(): Wrong | null {
    const { tracker, judging, kernel } = this;
    tracker.enter();
    tracker.forget();
    if (!tracker.suspects(null)) return null;
    const broken = firstBroken(judging.invariants, judging.observe(kernel, null));
    return broken === null ? null : this.told(...broken);
  }

  private told({ name, sentence }: Invariant<Observed>, { page, process, address, expected, found }: Violation): Wrong {
    const places = [
      ...(page === undefined ? [] : [`page 0x${(page * 4096).toString(16)}`]),
      ...(process === undefined ? [] : [this.kernel.view.nameOf(process)]),
      ...(address === undefined ? [] : [`address 0x${(address >>> 0).toString(16)}`]),
    ];
    return { name, sentence, place: places.join(', '), expected, found };
  }
}
