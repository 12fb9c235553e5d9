/** The log by itself, against a model of it: the hashes and results that were noted, in order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slot } from '../../hardware/operation.ts';
import { ProgramError } from '../../hardware/program-error.ts';
import { hashOperation, LOG_LIMIT, Log } from '../../userland/replay-log.ts';

const number = fc.integer();
const record = fc.tuple(number, number);
const records = (most: number) => fc.array(record, { maxLength: most, size: 'max' });
const note = (log: Log, from: number, noted: readonly (readonly [hash: number, result: number])[]): void => {
  for (const [i, [hash, result]] of noted.entries()) {
    log.setOperation(from + i, hash);
    log.setResult(from + i, result);
  }
};
const read = (log: Log, count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [log.operationAt(i), log.resultAt(i)]);

test('a log and each copy of a part of it keep what was noted in them, however long they become', () => {
  fc.assert(
    fc.property(records(60), fc.nat(60), records(200), records(200), (noted, cut, here, there) => {
      const log = new Log();
      note(log, 0, noted);
      const copied = Math.min(cut, noted.length);
      const copy = log.copy(copied);
      note(copy, copied, there);
      note(log, noted.length, here);
      expect(read(log, noted.length + here.length)).toEqual([...noted, ...here]);
      expect(read(copy, copied + there.length)).toEqual([...noted.slice(0, copied), ...there]);
    }),
  );
});

test('a log has the room that it says it has, and grows when that is used up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (capacity) => {
      const log = new Log(capacity);
      expect(log.capacity).toBe(capacity);
      for (let i = 0; i < capacity; i++) log.setOperation(i, i);
      expect(log.capacity).toBe(capacity);
      log.setOperation(capacity, capacity);
      expect(log.capacity).toBeGreaterThan(capacity);
    }),
  );
});

test('the log that follows another has its room, unless that was long, and nothing in it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (capacity) => {
      const log = new Log(capacity);
      log.setOperation(0, 7);
      const next = log.successor();
      expect([next.capacity, next.operationAt(0), next.shared]).toEqual([Math.min(capacity, 256), 0, false]);
    }),
  );
});

test('a program is stopped after as many operations, whether or not its log was copied on the way', () => {
  for (const copied of [null, 0, 1, 5, 1000, LOG_LIMIT / 2 + 1, LOG_LIMIT]) {
    let log = new Log();
    for (let i = 0; i < LOG_LIMIT; i++) {
      if (i === copied) log = log.copy(i);
      log.setOperation(i, i);
    }
    if (copied === LOG_LIMIT) log = log.copy(LOG_LIMIT);
    expect(() => log.setOperation(LOG_LIMIT, 0), `copied after ${copied}`).toThrow(ProgramError);
    expect(log.operationAt(LOG_LIMIT - 1)).toBe(LOG_LIMIT - 1);
  }
});

const hashOf = ([kind, ...operands]: readonly number[]): number => {
  slot.operands.set(operands);
  return hashOperation(kind);
};

test('hashes tell a kind from an operand', () => {
  const small = fc.nat(31);
  fc.assert(
    fc.property(small, small, number, number, (kind, operand, second, third) => {
      fc.pre(kind !== operand);
      expect(hashOf([kind, operand, second, third])).not.toBe(hashOf([operand, kind, second, third]));
    }),
  );
});

test('hashes tell operations apart that differ in one bit of the kind or of an operand', () => {
  const bit = fc.integer({ min: 0, max: 31 });
  fc.assert(
    fc.property(fc.tuple(fc.nat(31), number, number, number), fc.nat(3), bit, (operation, place, bit) => {
      const other = operation.map((value, i) => (i === place ? value ^ (1 << bit) : value));
      expect(hashOf(other)).not.toBe(hashOf(operation));
    }),
    { numRuns: 1000 },
  );
});
