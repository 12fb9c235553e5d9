/** What pages hold: each method throws RuleBroken where they hold something else, and does nothing else. */
import type { Payload } from '../trial/payload.ts';
import { broken, type Rule } from './rule.ts';

export const payloadPreserved: Rule = {
  name: 'payload preserved',
  sentence: 'A block holds what its owner wrote there until it is freed, also when it is moved or resized.',
  why: 'It is the one thing that memory is for.',
};
export const zeroedWhenAsked: Rule = {
  name: 'zeroed when asked',
  sentence: 'A block that was asked to be zero is zero from its first to its last byte, where that is promised.',
  why: 'Page tables with old entries map what nobody mapped; and what one process left there, another reads.',
};
export const freePagesUntouched: Rule = {
  name: 'free pages untouched',
  sentence: 'Free pages hold what they held when they were freed, where that is promised.',
  why: 'Who writes to a page after it was freed writes, sooner or later, into the next owner of it.',
};

export class ContentsJudge {
  private readonly payload: Payload;

  constructor(payload: Payload) {
    this.payload = payload;
  }

  /** `count` pages from `page` on were asked to be zero. */
  zeros(page: number, count: number): void {
    this.contents(zeroedWhenAsked, this.payload.firstNotZero(page, count), 'zeros', 'other bytes');
  }

  /** `count` free pages from `page` on must hold what they held when they were freed. */
  poison(page: number, count: number): void {
    const touched = this.payload.firstTouched(page, count);
    this.contents(freePagesUntouched, touched, 'what was left there when it was freed', 'something else');
  }

  /** `count` pages from `page` on must hold what the owner of `block` wrote. */
  owners(block: number, page: number, count: number): void {
    const changed = this.payload.firstChanged(block, page, count);
    this.contents(payloadPreserved, changed, 'what its owner wrote', 'something else');
  }

  /** The `count` pages of `block`, which was just freed, must still hold what its owner wrote. */
  left(block: number, page: number, count: number): void {
    const changed = this.payload.firstChanged(block, page, count);
    this.contents(freePagesUntouched, changed, 'what its last owner wrote', 'something else');
  }

  private contents(rule: Rule, page: number, expected: string, found: string): void {
    if (page >= 0) broken(rule, expected, `${found} in page ${page}`, page);
  }
}
