/** Words for what happens: the translation of an address, and the life of a page. */
import { expect, test } from 'vitest';
import { ringfence } from './terminal.ts';

const words = (line: string): string[] => line.split(' ');

test('a translation is shown entry by entry, with the rights they give together', () => {
  const { code, out } = ringfence(words('walk fork --pid 2 --at 3000 0x105123'));
  expect(code).toBe(0);
  expect(out).toMatch(/0x105123 of process 2 \(fork\), after event 3000: root at 0x00b000/);
  expect(out).toMatch(/L1 {2}index 261 {2}entry at 0x00e828: 0x0002f067 to 0x02f000, P W U A D/);
  expect(out).toMatch(/writable, for programs; physical address 0x02f123, page 0x2f \(count 1\)/);
  expect(out).toMatch(/read: goes through\n.*write: goes through/);
});

test('a translation that fails is shown as far as it goes, with the fault it would give', () => {
  const missing = ringfence(words('walk fork 0x2 --at 20')).out;
  expect(missing).toMatch(/L1 {2}index {3}0 {2}entry at 0x004000: 0x00000000, absent/);
  expect(missing).toMatch(/read: page fault, error code 0x4 \(read missing page\)/);
  const text = ringfence(words('walk fork 0x100000 --at 20')).out;
  expect(text).toMatch(/read-only, for programs; physical address 0x005000, page 0x5 \(count 4\)/);
  expect(text).toMatch(/write: page fault, error code 0x7 \(write protection problem\)/);
  expect(ringfence(words('walk fork 0x40000 --at 20')).out).toMatch(/for the kernel alone/);
});

test('a page tells who refers to it, and what happened to it', () => {
  const { code, out } = ringfence(words('why fork page 0x5000 --at 20'));
  expect(code).toBe(0);
  expect(out).toMatch(/page 0x5000, after event 20: count 4\n/);
  expect(out).toMatch(/referred to by 0x100000 of process 1, 0x100000 of process 2, .*process 3, .*process 4\n/);
  expect(out).toMatch(
    /taken by setup, count 1\n.*shared by fork of process 1, count 2\n.*fork of process 1, count 3\n.*fork of process 2, count 4\n$/,
  );
});

test('a page that is free, never taken, or not to be handed out says so', () => {
  expect(ringfence(words('why exit refcount 0x1b000 --at 60')).out).toMatch(
    /count 0\n {3}referred to by nobody\n[\s\S]*freed by exit of process 1, count 0\n$/,
  );
  expect(ringfence(words('why fork page 0x1ff000 --at 3')).out).toMatch(/it was never taken/);
  expect(ringfence(words('why fork page 0xb8000 --at 3')).out).toMatch(/console; it is never handed out/);
});

test('a question that makes no sense is refused', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['walk', /nothing: expected a virtual address, as 0x105123/],
    ['walk fork 0x1000', /--at is missing/],
    ['walk fork here --at 3', /here: expected a virtual address/],
    ['walk fork 0x1000 --at 20 --pid 9', /--pid 9: after event 20 there is no such process; there are 1, 2, 3, 4/],
    ['walk spoon 0x1000 --at 20', /no program is named spoon/],
    ['why fork --at 20', /expected a program, the word page or refcount, and a physical address/],
    ['why fork page 0x900000 --at 2', /memory ends at 0x200000, and 0x900000 is not in it/],
  ];
  for (const [line, says] of cases) {
    expect(ringfence(words(line))).toMatchObject({ code: 2, out: '', errors: expect.stringMatching(says) });
  }
});
