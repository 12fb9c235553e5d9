/**
 * The log of a generator's results since it last began at an entry: what replay needs to bring a twin to the same position.
 * Beside each result stands a hash of the operation that returned it, so that replay notices a program that does not
 * repeat itself. A log is shared by all positions that went through it; each knows how much of it is its own past.
 */
import { operation, ProgramError } from '../hardware/hardware.ts';

/** Results after which a program must have jumped. Replaying as many takes a few milliseconds. */
export const LOG_LIMIT = 1 << 18;
const FIRST_CAPACITY = 16;

/** A hash of the operation in the shared slot. */
export const hashOperation = (kind: number): number => {
  const operands = operation.slot.operands;
  let hash = kind;
  for (let i = 0; i < 3; i++) hash = Math.imul(hash ^ (operands[i] | 0), 0x9e3779b1) ^ (hash >>> 15);
  return hash;
};

export class Log {
  /** Whether another position may still replay this log: then it is never reused, only appended to by its writer. */
  shared = false;
  private results = new Float64Array(FIRST_CAPACITY);
  private operations = new Int32Array(FIRST_CAPACITY);

  /** Notes that operation number `index` hashes to `hash`. */
  setOperation(index: number, hash: number): void {
    if (index === this.operations.length) this.grow();
    this.operations[index] = hash;
  }

  setResult(index: number, result: number): void {
    this.results[index] = result;
  }

  operationAt(index: number): number {
    return this.operations[index];
  }

  resultAt(index: number): number {
    return this.results[index];
  }

  /** A log of its own with the first `operations` operations of this one and the results between them. */
  copy(operations: number): Log {
    const copy = new Log();
    const capacity = Math.max(FIRST_CAPACITY, operations * 2);
    copy.results = new Float64Array(capacity);
    copy.operations = new Int32Array(capacity);
    copy.results.set(this.results.subarray(0, operations));
    copy.operations.set(this.operations.subarray(0, operations));
    return copy;
  }

  private grow(): void {
    const length = this.operations.length;
    if (length >= LOG_LIMIT) {
      throw new ProgramError(
        `more than ${LOG_LIMIT} operations without a jump: a fork must be able to replay what was done since the last jump, ` +
          'so end each turn of a long loop with `return jump(entry, …)` and keep what must survive in memory or in its registers',
      );
    }
    const results = new Float64Array(length * 2);
    const operations = new Int32Array(length * 2);
    results.set(this.results);
    operations.set(this.operations);
    this.results = results;
    this.operations = operations;
  }
}
