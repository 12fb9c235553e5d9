/**
 * The log of a generator since it last began at an entry: what replay needs to bring a twin to the same position. Beside each result
 * stands a hash of the operation that returned it, so that replay notices a program that does not repeat itself. A log is shared
 * by all positions that went through it; each knows how much of it is its own past.
 *
 *     number    0        1          2        3          4
 *           +--------+----------+--------+----------+--------+----
 *           | hash 0 | result 0 | hash 1 | result 1 | hash 2 | ...
 *           +--------+----------+--------+----------+--------+----
 */
import { operation, ProgramError } from '../hardware/hardware.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { operands } = operation.slot;

/** Results after which a program must have jumped. Replaying as many takes a few milliseconds. */
export const LOG_LIMIT = 1 << 18;
/** Operations there is room for at first. Arrays up to eight numbers lie in V8's heap, longer ones cost an allocation outside it. */
const FIRST_CAPACITY = 4;
const MOST_AT_FIRST = 256;

/** Near 2^32 divided by the golden ratio, and odd (Knuth, The Art of Computer Programming, 6.4). */
const MULTIPLIER = 0x9e3779b1;

/** A hash of the operation in the shared slot. */
export const hashOperation = (kind: number): number => {
  const first = Math.imul(Math.imul(kind, MULTIPLIER) ^ (operands[0] | 0), MULTIPLIER);
  const second = Math.imul(first ^ (operands[1] | 0), MULTIPLIER) ^ (first >>> 15);
  return Math.imul(second ^ (operands[2] | 0), MULTIPLIER) ^ (second >>> 15);
};

export class Log {
  /** Whether another position may still replay this log: then it is never reused, only appended to by its writer. */
  shared = false;
  private records: Float64Array;

  /** An empty log with room for so many operations before it has to grow. */
  constructor(capacity = FIRST_CAPACITY) {
    this.records = new Float64Array(capacity * 2);
  }

  /** Operations that there is room for. */
  get capacity(): number {
    return this.records.length / 2;
  }

  /** An empty log with as much room as this one has, within reason: the next run of an entry is often as long as the last. */
  successor(): Log {
    return new Log(Math.min(this.capacity, MOST_AT_FIRST));
  }

  /** Notes that operation number `index` hashes to `hash`. */
  setOperation(index: number, hash: number): void {
    if (index * 2 === this.records.length) this.grow();
    this.records[index * 2] = hash;
  }

  setResult(index: number, result: number): void {
    this.records[index * 2 + 1] = result;
  }

  operationAt(index: number): number {
    return this.records[index * 2];
  }

  resultAt(index: number): number {
    return this.records[index * 2 + 1];
  }

  /** A log of its own with the first `operations` operations of this one and the results between them. */
  copy(operations: number): Log {
    const copy = new Log(Math.min(LOG_LIMIT, Math.max(FIRST_CAPACITY, operations * 2)));
    copy.records.set(this.records.subarray(0, operations * 2));
    return copy;
  }

  private grow(): void {
    const { records } = this;
    if (records.length >= LOG_LIMIT * 2) {
      throw new ProgramError(
        `more than ${LOG_LIMIT} operations without a jump: a fork must be able to replay what was done since the last jump, ` +
          'so end each turn of a long loop with `return jump(entry, …)` and keep what must survive in memory or in its registers',
      );
    }
    this.records = new Float64Array(Math.min(records.length, LOG_LIMIT) * 2);
    this.records.set(records);
  }
}
