/** Of which gate an error code speaks, if of any. */
import { expect, test } from 'vitest';
import { PROCESSOR } from './processor.ts';

test('an error code of a general protection fault tells of every vector, and of nothing else', () => {
  const gate = PROCESSOR.find(({ name }) => name === 'gate closed');
  const isTold = (trap: number, err: number): boolean =>
    gate?.when?.({ trap: trap.toString(16), err: err.toString(16) }) === true;
  for (let code = 0; code < 0x1000; code++) {
    // Bits 0 and 1 are EXT and IDT, the rest the number of the gate (Intel SDM vol. 3, 6.13).
    const isGate = code % 4 === 2 && Math.floor(code / 8) <= 255;
    expect([code, isTold(13, code)]).toEqual([code, isGate]);
  }
  expect(isTold(14, 0x182)).toBe(false);
  expect(gate?.did({ trap: 'd', err: '182', eip: '800020' })).toMatch(
    /^a program made interrupt 48 \(0x30\) at 0x800020,/,
  );
});
