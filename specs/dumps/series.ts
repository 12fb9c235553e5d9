/** A series of dumps, one after another: the first in which something is wrong, what changed just before, and what became of a page until then. */
import type { Ppn } from '../../hardware/hardware.ts';
import { describeReferences } from '../judge/observation.ts';
import { changesBetween } from './changes.ts';
import { isWrong, type Judgement } from './judgement.ts';

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
  private readonly lives = new Lives();
  private readonly keepsLives: boolean;

  /** Of a dump alone no lives are kept. */
  constructor(keepsLives: boolean) {
    this.keepsLives = keepsLives;
  }

  /** Takes the next, number `index`, called `title`. */
  take(index: number, title: string, judgement: Judgement): void {
    if (this.first !== null) return;
    if (this.keepsLives) this.lives.add(title, usesIn(judgement));
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
      history: page === undefined ? [] : this.lives.of(page),
    };
  }
}

/** What became of each page from dump to dump: a line each time that it changed, so that a long series needs little room. */
class Lives {
  private readonly pages = new Map<number, { now: string; readonly lines: string[] }>();
  /** What the first dump is called, and how many there are. */
  private first = '';
  private count = 0;

  /** Adds the next dump, with what is said of the pages that somebody uses. */
  add(title: string, uses: ReadonlyMap<number, string>): void {
    if (this.count++ === 0) this.first = title;
    for (const page of uses.keys()) if (!this.pages.has(page)) this.begin(page);
    for (const [page, life] of this.pages) {
      const now = uses.get(page) ?? FREE;
      if (now !== life.now) life.lines.push(`${title}: ${now}`);
      life.now = now;
    }
  }

  /** None if there is but one dump. */
  of(page: Ppn): readonly string[] {
    return this.count < 2 ? [] : (this.pages.get(page)?.lines ?? [`${this.first}: ${FREE}`]);
  }

  /** Up to now it was free, from the first dump on if there was one. */
  private begin(page: number): void {
    const isFirst = this.count === 1;
    this.pages.set(page, { now: isFirst ? '' : FREE, lines: isFirst ? [] : [`${this.first}: ${FREE}`] });
  }
}

const FREE = 'free';

/** Who uses a page, in words, of all that are in use: `counts 1, used by 0x104000 of process 1`. */
const usesIn = ({ dump: { view, references } }: Judgement): Map<number, string> => {
  const uses = new Map<number, string>();
  for (let page = 0; page < view.pages; page++) {
    const who = references.get(page as Ppn) ?? [];
    const count = view.referenceCount(page as Ppn);
    if (who.length > 0 || count > 0) uses.set(page, `counts ${count}, used by ${describeReferences(view, who)}`);
  }
  return uses;
};
