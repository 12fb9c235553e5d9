/** A kernel does not do the same again on the same run: it keeps state where no fresh machine and no fresh kernel can do without it. */
import { counter, type Machine } from '../../../hardware/hardware.ts';
import { inThousands } from '../../thousands.ts';
import { InvariantBroken } from '../checker.ts';
import type { Subject } from '../invariant.ts';

/** FNV-1a, of 32 bits. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Thrown of a kernel that did not do the same again on the same run. */
export class StateOutside extends Error {
  /** What the run came to the first time, and the second. */
  static between(before: string, after: string, subject: Subject = 'kernel'): StateOutside {
    return new StateOutside(
      `the ${subject} keeps state outside of the machine: on the same run ${before} first, and then ${after}`,
    );
  }

  constructor(message: string) {
    super(message);
    this.name = 'StateOutside';
  }
}

/** What went wrong, as part of a sentence. */
export const outcomeText = (error: Error): string =>
  error instanceof InvariantBroken ? `"${error.invariant.name}" broke` : `it went wrong (${error.message})`;

/** How a run went, in a text that is another if anything did: how far it came, and what memory holds. */
export const digestOf = ({ counters, memory: { words } }: Machine): string => {
  let hash = OFFSET;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], PRIME);
  const cycles = inThousands(counters[counter.CYCLES]);
  return `it ended after ${counters[counter.EVENTS]} events and ${cycles} cycles with memory ${(hash >>> 0).toString(16)}`;
};
