/** Words for what happens: the translation of an address, and the life of a page. */
import { expect, test } from 'vitest';
import { folderWith, ringfence, ringfenceHere } from './terminal.ts';

const words = (line: string): string[] => line.split(' ');

test('a translation is shown entry by entry, with the rights they give together', async () => {
  const { code, out } = await ringfenceHere(words('walk fork --pid 2 --at 3000 0x105123'));
  expect(code).toBe(0);
  expect(out).toMatch(/0x105123 of process 2 \(fork\), after event 3000: root at 0x00b000/);
  expect(out).toMatch(/L1 {2}index 261 {2}entry at 0x00e828: 0x0002f067 to 0x02f000, P W U A D/);
  expect(out).toMatch(/writable, for programs; physical address 0x02f123, page 0x2f \(count 1\)/);
  expect(out).toMatch(/read: goes through\n.*write: goes through/);
});

test('a translation that fails is shown as far as it goes, with the fault it would give', async () => {
  const missing = (await ringfenceHere(words('walk fork 0x2 --at 20'))).out;
  expect(missing).toMatch(/L1 {2}index {3}0 {2}entry at 0x004000: 0x00000000, absent/);
  expect(missing).toMatch(/read: page fault, error code 0x4 \(read missing page\)/);
  const text = (await ringfenceHere(words('walk fork 0x100000 --at 20'))).out;
  expect(text).toMatch(/read-only, for programs; physical address 0x005000, page 0x5 \(count 4\)/);
  expect(text).toMatch(/write: page fault, error code 0x7 \(write protection problem\)/);
  expect((await ringfenceHere(words('walk fork 0x40000 --at 20'))).out).toMatch(/for the kernel alone/);
});

test('a page tells who refers to it, and what happened to it', async () => {
  const { code, out } = await ringfenceHere(words('why fork page 0x5000 --at 20'));
  expect(code).toBe(0);
  expect(out).toMatch(/page 0x5000, after event 20: refcount 4\n/);
  expect(out).toMatch(
    /referred to by\n.*text of process 1 at 0x100000, mapped by setup at cycle [\d,]+\n.*text of process 2 at 0x100000, shared by fork of process 1/,
  );
  expect(out).toMatch(
    /taken by setup, count 1\n.*mapped at 0x100000 by setup, for process 1\n.*shared by fork of process 1, count 2\n.*mapped at 0x100000 by fork of process 1, for process 2\n[\s\S]*fork of process 2, count 4\n.*\n {3}how that came/,
  );
});

test('a process tells how it came to be, what it did, and what it has', async () => {
  const { out } = await ringfenceHere(words('why exit pid 2 --at 100'));
  expect(out).toMatch(
    /process 2, after event 100: exit, runnable\n.*root at 0x[0-9a-f]+, 4 tables below it\n.*\d pages mapped/,
  );
  expect(out).toMatch(
    /its life:\n.*forked by process 1\n.*forks process 3\n.*exits\n.*forked by process 1\n {3}how that came/,
  );
});

test('in a kernel whose fork forgets to count, the report leads to the question why, and that names fork', async () => {
  const folder = folderWith({
    'broken.ts':
      "import { WeensyKernel } from 'ringfence/kernel';\nexport default class Mine extends WeensyKernel { override share() {} }\n",
  });
  const { code, out } = await ringfenceHere(words('run fork --kernel ./broken.ts'), folder);
  expect([code, out]).toEqual([1, expect.stringContaining('after fork of process 1, event 2')]);
  const [, question] = /To learn more: +ringfence (.*)\n/.exec(out) ?? [];
  expect(question).toBe('why fork --kernel ./broken.ts page 0x5000 --at 2');
  expect((await ringfenceHere(words(question), folder)).out).toMatch(
    /the count is wrong:\n.*fork of process 1 at cycle [\d,]+ mapped the page, and did not count that reference\n/,
  );
});

test('a recording can be asked too, and a question about one that the model does not follow is refused', async () => {
  const recorded = ringfence(
    words('record weensyos --programs exit --order cursor:3 --timer every:5 --events 200'),
  ).out;
  const other = recorded.replace(/^13 2 A 104000 /m, '13 2 A 105000 ');
  const folder = folderWith({ 'exit.trace.txt': recorded, 'other.trace.txt': other });
  expect((await ringfenceHere(words('why exit.trace.txt pid 2 --at 100'), folder)).out).toMatch(
    /forked by process 1\n.*forks process 3\n/,
  );
  expect((await ringfenceHere(words('walk exit.trace.txt 0x100000 --at 12 --pid 2'), folder)).out).toMatch(
    /of process 2 \(exit\), after event 12/,
  );
  expect((await ringfenceHere(words('why other.trace.txt pid 2 --at 10'), folder)).code).toBe(0);
  expect(await ringfenceHere(words('why other.trace.txt pid 2 --at 100'), folder)).toMatchObject({
    code: 2,
    errors: expect.stringMatching(/the model does not do what was recorded there, so it cannot tell why; line \d+: /),
  });
});

test('a page that is free, never taken, or not to be handed out says so', async () => {
  expect((await ringfenceHere(words('why exit refcount 0x1b000 --at 60'))).out).toMatch(
    /refcount 0\n {3}referred to by nobody\n[\s\S]*freed by exit of process 1, count 0\n.*unmapped at 0x2ff000 by exit of process 1, in tables that are gone\n {3}how that came/,
  );
  expect((await ringfenceHere(words('why fork page 0x1ff000 --at 3'))).out).toMatch(/it was never taken/);
  expect((await ringfenceHere(words('why fork page 0xb8000 --at 3'))).out).toMatch(/console; it is never handed out/);
});

test('a question that makes no sense is refused', async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['walk', /nothing: expected a virtual address, as 0x105123/],
    ['walk fork 0x1000', /--at is missing/],
    ['walk fork here --at 3', /here: expected a virtual address/],
    ['walk fork 0x1000 --at 20 --pid 9', /--pid 9: after event 20 there is no such process; there are 1, 2, 3, 4/],
    ['walk spoon 0x1000 --at 20', /no program is named spoon/],
    ['why fork --at 20', /expected a program or recording, then page, refcount or word and a physical address/],
    ['why fork pid 9 --at 20', /there never was a process 9; there are 1, 2, 3, 4/],
    ['why package.json pid 1 --at 2', /package\.json: it is no failure that was kept: it has no scenario/],
    ['why fork page 0x900000 --at 2', /memory ends at 0x200000, and 0x900000 is not in it/],
  ];
  for (const [line, says] of cases) {
    expect(await ringfenceHere(words(line))).toMatchObject({ code: 2, out: '', errors: expect.stringMatching(says) });
  }
});

test('an address is meant as kernels write it, in hex, unless only its decimal is that of a page; where either may be, it is asked back', async () => {
  const at = async (text: string) => ringfenceHere(['why', 'fork', 'page', text, '--at', '20']);
  const { out } = await at('0x5000');
  for (const text of ['5000', '0X5000', '20480', '005000'])
    expect(await at(text)).toEqual({ code: 0, out, errors: '' });
  expect((await at('b8000')).out).toContain('page 0xb8000, after event 20: console');
  expect((await at('0')).out).toContain('page 0x0');
  expect(await at('5004')).toEqual({
    ...{ code: 2, out: '' },
    errors:
      'ringfence: 5004: is that 0x5004, as kernels write addresses, or 0x138c, which is 5004 in decimal? Give it with 0x\n',
  });
  expect((await at('five')).errors).toContain('five: expected a physical address, as 0x105123');
});
