/** A series of dumps, one after another: the first in which something is wrong, what changed just before, and what became of a page until then. */
import type { Ppn } from '../../hardware/hardware.ts';
import { describeReferences, Observation } from '../judge/observation.ts';
import { changesBetween } from './changes.ts';
import { isWrong, type Judgement } from './judgement.ts';

/** The life of a page in words, a line each time that it changed: `event-3.bin: counts 1, 0x104000 of process 1`. */
type Lives = Map<number, string>;

/** The first dump of a series in which something is wrong, and what led there. */
export interface FirstWrong {
  /** Which of the series it is, from 0. */
  readonly index: number;
  readonly judgement: Judgement;
  /** The dump before it, in which nothing is wrong; null where the first of all is wrong. */
  readonly lastGood: { readonly index: number; readonly title: string } | null;
  /** What the kernel was entered for when that was taken, as far as memory tells; null if nobody knows. */
  readonly event: string | null;
  readonly changes: readonly string[];
  /** What became of the first page at fault; empty if no page is. */
  readonly history: readonly string[];
}

/** Takes dumps in their order, and keeps what it takes to tell the story of the first that is wrong. */
export class DumpSeries {
  first: FirstWrong | null = null;
  /** The one that was taken last, up to the first that is wrong. */
  latest: { readonly index: number; readonly title: string; readonly judgement: Judgement } | null = null;
  private readonly lives: { readonly title: string; readonly pages: Lives }[] = [];
  private readonly keepsLives: boolean;

  /** Of a dump alone no lives are kept. */
  constructor(keepsLives: boolean) {
    this.keepsLives = keepsLives;
  }

  /** Takes the next, number `index`, called `title`. */
  take(index: number, title: string, judgement: Judgement): void {
    if (this.first !== null) return;
    if (this.keepsLives) this.lives.push({ title, pages: livesIn(judgement) });
    if (isWrong(judgement)) this.first = this.storyOf(index, judgement);
    this.latest = { index, title, judgement };
  }

  private storyOf(index: number, judgement: Judgement): FirstWrong {
    const last = this.latest;
    const page = judgement.findings.violations
      .flatMap(({ places }) => places)
      .find((place) => place.page !== undefined)?.page;
    return {
      ...{ index, judgement, lastGood: last === null ? null : { index: last.index, title: last.title } },
      event: last?.judgement.dump.entered ?? null,
      changes: last === null ? [] : changesBetween(last.judgement.dump, judgement.dump),
      history: page === undefined || this.lives.length < 2 ? [] : this.historyOf(page),
    };
  }

  private historyOf(page: Ppn): string[] {
    const lines: string[] = [];
    let before: string | undefined;
    for (const { title, pages } of this.lives) {
      const now = pages.get(page) ?? 'free';
      if (now !== before) lines.push(`${title}: ${now}`);
      before = now;
    }
    return lines;
  }
}

const livesIn = ({ dump: { machine, view } }: Judgement): Lives => {
  const { references } = new Observation({ machine, view });
  const lives: Lives = new Map();
  for (let page = 0; page < view.pages; page++) {
    const who = references.get(page as Ppn) ?? [];
    const count = view.referenceCount(page as Ppn);
    if (who.length > 0 || count > 0) lives.set(page, `counts ${count}, used by ${describeReferences(view, who)}`);
  }
  return lives;
};
