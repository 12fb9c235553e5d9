/** `ringfence check`: what it says of a sound kernel, and how it shows what is wrong with another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, ringfence, ringfenceHere } from './terminal.ts';

const kernel = (methods: string): string =>
  `import { WeensyKernel } from 'ringfence/kernel';\nexport default class Mine extends WeensyKernel {\n${methods}\n}\n`;

const FOLDER = folderWith({
  'forgets.ts': kernel('  override share(): void {}'),
  'undone.ts': kernel('  override undoFork(): number { return -1; }'),
  'throws.ts': kernel("  override fork(): number { throw new Error('not written yet'); }"),
  'loops.ts': kernel('  override fork(): number { for (;;); }'),
});

test('a sound kernel: how much was tried, and that nothing went wrong', async () => {
  const { code, out } = await ringfenceHere(['check', '--operations', '3000', '--order', 'cursor:3']);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^ {3}\d,\d{3} operations of \d+ random scenarios: every one did what it must, and no invariant broke\.\n/,
  );
  expect(out).toMatch(/\d+ of \d+ goals were reached/);
});

test('a fork that forgets to count: the invariant, the life of the page, and the shortest program, which can be run', async () => {
  const found = await ringfenceHere(['check', '--kernel', './forgets.ts', '--save', './found.ts'], FOLDER);
  expect(found.code).toBe(1);
  expect(found.out).toContain('The kernel broke an invariant: exact reference count.');
  expect(found.out).toContain('found a count of 1\n   after fork of process 1, event 1');
  const program = readFileSync(join(FOLDER, 'found.ts'), 'utf8');
  expect(program).toBe(
    "import { fork, schedYield } from 'ringfence/userland';\n\nexport function* main() {\n  yield fork();\n  for (;;) yield schedYield();\n}\n",
  );
  const [, command] = /It runs by: ringfence (.*)\n/.exec(found.out) ?? [];
  const again = await ringfenceHere(command.split(' '), FOLDER);
  expect([again.code, again.out]).toEqual([1, expect.stringContaining('exact reference count')]);
});

test('what was found is found again by the command that the report gives', async () => {
  const { out } = await ringfenceHere(['check', '--kernel', './undone.ts'], FOLDER);
  expect(out).toMatch(/an oracle is asked \(allocation\), and says \d for question \d+, else 0/);
  const [, command] = /To see it again: ringfence (.*)\n/.exec(out) ?? [];
  expect(ringfence(command.split(' '), FOLDER).out).toBe(out);
});

test('a kernel that throws is shown where it did, and one that loops is stopped', async () => {
  expect(ringfence(['check', '--kernel', './throws.ts'], FOLDER).out).toMatch(
    /went wrong: not written yet\n {3}at Mine\.fork \(.*throws\.ts:3:/,
  );
  const { code, out } = await ringfenceHere(['check', '--kernel', './loops.ts', '--patience', '1'], FOLDER);
  expect([code, out]).toEqual([1, expect.stringContaining('the kernel did not come back within 1 s')]);
});

test('what cannot be obeyed is refused', async () => {
  for (const [words, says] of [
    [['fork'], 'check: it makes its own programs, and takes none such as fork'],
    [['--order', 'any'], '--order any: expected first-fit'],
    [['--operations', '0'], '--operations 0: expected a whole number from 1 up'],
    [['--path', '0:0', '--operations', '1'], '--path 0:0: nothing goes wrong there any more'],
  ] as const) {
    const { code, errors } = await ringfenceHere(['check', ...words]);
    expect([code, errors]).toEqual([2, expect.stringContaining(says)]);
  }
});
