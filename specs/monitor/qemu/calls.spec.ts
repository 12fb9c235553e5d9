/** The only call of a function is found in machine code, if there is only one and nobody jumps there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onlyCallOf } from '../../../monitor/judge/qemu/calls.ts';

const CALL = 0xe8;
const JUMP = 0xe9;
const TARGET = 0x40900;
/** No other byte of it begins a call or a jump. */
const around = fc.uint8Array({ minLength: 6, maxLength: 40 }).map((bytes) => bytes.map((byte) => byte & 0x7f));
/** A call or a jump to `TARGET`, as it stands at `at`. */
const going = (how: number, at: number): Uint8Array => {
  const bytes = new Uint8Array(5);
  bytes[0] = how;
  new DataView(bytes.buffer).setInt32(1, TARGET - at - bytes.length, true);
  return bytes;
};

test('wherever it stands, and only if it is the only way there', () => {
  const ways = fc.array(fc.constantFrom(CALL, CALL, JUMP), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(around, { minLength: 4, maxLength: 4 }), ways, fc.nat(0xfffff), (gaps, hows, start) => {
      const text: number[] = [];
      const calls: number[] = [];
      for (const [i, how] of hows.entries()) {
        text.push(...gaps[i]);
        calls.push(start + text.length);
        text.push(...going(how, start + text.length));
      }
      text.push(...gaps[3]);
      const isFound = hows.length === 1 && hows[0] === CALL;
      expect(onlyCallOf(TARGET, Uint8Array.from(text), start)).toBe(isFound ? calls[0] : null);
    }),
  );
});
