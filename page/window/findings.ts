/** What is known to go wrong in the run that is shown. */
import { computed, signal } from '@preact/signals';
import type { MomentRun } from '../../specs/specs.ts';
import type { Hunted, Verdict } from '../answers.ts';
import type { Mark } from '../picture.ts';
import type { Workers } from './workers.ts';

/** Events that are judged, at least. */
const JUDGED = 2000;

export class Findings {
  readonly verdict = signal<Verdict | null>(null);
  readonly isJudging = signal(false);
  /** What a hunt found, of which this is the run. */
  readonly hunted = signal<Hunted | null>(null);
  /** Where it goes wrong first, to be seen on the line. */
  readonly mark = computed<Mark | null>(() => {
    const broken = this.verdict.value?.broken ?? null;
    return broken === null ? null : { kind: 'broken', event: broken.event, step: broken.step, text: broken.name };
  });
  private readonly workers: Workers;

  constructor(workers: Workers) {
    this.workers = workers;
  }

  /** Looks for what goes wrong first in `run`, as far as event number `event` at least; `isStill` says whether that run is shown when it is known. */
  async judge(run: MomentRun, event: number, isStill: () => boolean): Promise<void> {
    this.isJudging.value = true;
    try {
      const verdict = await this.workers.judge.verdict(run, Math.max(JUDGED, event));
      if (isStill()) this.verdict.value = verdict;
    } finally {
      this.isJudging.value = false;
    }
  }

  /** The page at fault, once that is known; null if it is no page's. */
  async pageAtFault(): Promise<number | null> {
    return new Promise((resolve) => {
      const unsubscribe = this.verdict.subscribe((verdict) => {
        if (verdict === null) return;
        queueMicrotask(() => unsubscribe());
        resolve(verdict.broken?.page ?? null);
      });
    });
  }

  forget(): void {
    this.verdict.value = null;
    this.hunted.value = null;
  }
}
