/** `ringfence explore weensyos` and `explore jos`: what is said of kernels as they are, the program that shows a mistake, and what is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

const explore = (words: string, folder?: string) => ringfenceHere(['explore', ...words.split(' ')], folder);

test('a kernel without a mistake is complete, with how likely it is that a state was left out', async () => {
  const { code, out } = await explore('weensyos --scope 8,2,1');
  expect([code, out]).toEqual([
    0,
    expect.stringContaining('14 states modulo names of pages; 48 transitions; depth 4.'),
  ]);
  expect(out).toMatch(
    /Complete: .*exact reference count.*noninterference\)\.\n.*hashes of 128 bits: .* below 1 in 10\^36\.\n$/,
  );
  const lab2 = await explore('jos --scope 3,1');
  expect([lab2.code, lab2.out]).toEqual([
    0,
    expect.stringContaining('15 states modulo names of pages; 102 transitions'),
  ]);
});

test('a mistake is shown by the shortest program, which is saved and shows it to those that run it', async () => {
  const folder = folderWith({});
  const found = await explore('weensyos --scope 8,2,1 --kernel weensyos-34 --save found.ts', folder);
  expect([found.code, found.out]).toEqual([
    1,
    expect.stringContaining('The shortest run that shows it, of 2 transitions:'),
  ]);
  expect(found.out).toMatch(/exact reference count: .*\n.*expected 1: 0x100000 of process 2; found a count of 2\n/);
  expect(found.out).toMatch(/1\. +process 1: fork\(\) +process 1 has -; process 2 has -; process 1 runs; 2 free\n/);
  expect(readFileSync(join(folder, 'found.ts'), 'utf8')).toBe(
    [
      "import { exit, fork, schedYield } from 'ringfence/userland';",
      '',
      "export const boot = '--timer off --memory 1024K --processes 2 --allocatable 15';",
      '',
      'export function* main() {',
      '  if ((yield fork()) === 0) {',
      '    for (;;) yield schedYield();',
      '  }',
      '  yield exit();',
      '}',
      '',
    ].join('\n'),
  );
  const [, again = ''] = /To see it again: ringfence (.*?);/.exec(found.out) ?? [];
  const shown = await ringfenceHere([...again.split(' '), '--plain'], folder);
  expect([shown.code, shown.errors]).toEqual([1, expect.stringContaining('exact reference count')]);
});

const momentIn = (out: string): string => /To this moment: ringfence step --moment (m1\S+)/.exec(out)?.[1] ?? '';

test.each([
  ['--scope 8,2,1 --ticks', 'weensyos-34', 'exact reference count'],
  ['--scope 10,2,1 --failing', 'weensyos-35', 'kallocPagetable had no free page and gave 0 to fork'],
])('%s of %s gives the moment, which is opened without a file', async (words, kernel, why) => {
  const { code, out } = await explore(`weensyos ${words} --kernel ${kernel}`);
  expect(code).toBe(1);
  const again = await ringfenceHere(['run', '--moment', momentIn(out), '--check', 'every-trap', '--plain']);
  expect([again.code, again.errors]).toEqual([1, expect.stringContaining(why)]);
  const steps = [...out.matchAll(/\n +\d+\. +process/g)].length;
  const stood = await ringfenceHere(['why', '--moment', momentIn(out), 'pid', '1']);
  expect(stood.out).toContain(`, operation ${steps}`);
});

const ADDS = readFileSync(join(PACKAGE, 'docs/exploring.md'), 'utf8').split('```ts\n// adds.ts\n')[1].split('```')[0];

test('given programs are explored, and what they assert is told, kept and shown again', async () => {
  const folder = folderWith({ 'adds.ts': ADDS });
  const found = await explore('weensyos ./adds.ts ./adds.ts --ticks --save lost.json', folder);
  expect([found.code, found.out]).toEqual([
    1,
    expect.stringMatching(/it threw Error: one is lost\n +at main \(adds\.ts:10/),
  ]);
  const again = await ringfenceHere(['run', 'lost.json', '--plain'], folder);
  expect([again.code, again.errors]).toEqual([1, expect.stringContaining('one is lost')]);
  expect((await ringfenceHere(['why', 'lost.json', 'pid', '2'], folder)).out).toContain(', operation 13: adds');
  const told = JSON.parse((await explore('weensyos ./adds.ts ./adds.ts --ticks --json', folder)).out);
  expect(told).toMatchObject({ end: 'broken', broken: { moment: momentIn(found.out) } });
});

test('programs come with Ringfence, too, and one that never comes back is told of where a limit stops it', async () => {
  const { out } = await explore('weensyos exit --ticks --states 60 --scope 9,2');
  expect(out).toMatch(/weensyos: exit, 9 pages free, 2 processes at most: .*\n\n +60 states/);
  const folder = folderWith({
    'l.ts':
      "import { schedYield } from 'ringfence/userland';\nexport function* main() { for (;;) yield schedYield(); }\n",
  });
  const looping = await explore('weensyos ./l.ts --states 40', folder);
  expect([looping.code, looping.out]).toEqual([0, expect.stringContaining('l did 40 operations without a jump')]);
});

test('what an oracle had to answer for it is in the program, too', async () => {
  const folder = folderWith({});
  const found = await explore('weensyos --scope 10,2,1 --failing --kernel weensyos-35 --save found.ts', folder);
  expect(found.out).toContain('Kernel page fault on 0x0');
  const { code, errors } = await ringfenceHere(['run', 'found.ts', '--kernel', 'weensyos-35', '--plain'], folder);
  expect([code, errors]).toEqual([1, expect.stringContaining('kallocPagetable had no free page and gave 0 to fork')]);
});

test('a kernel of somebody’s own is explored, as data if that is asked for, and one that throws is told of with the line', async () => {
  const folder = folderWith({
    'leaks.ts': `import { WeensyKernel, type Process } from 'ringfence/kernel';
export default class Leaks extends WeensyKernel {
  override syscallExit(process: Process): number {
    process.state = 0;
    process.pagetable = 0 as never;
    this.schedule();
    return Number.MIN_SAFE_INTEGER;
  }
}
`,
    'throws.ts': `import { WeensyKernel, type Process } from 'ringfence/kernel';
export default class Throws extends WeensyKernel {
  override fork(_parent: Process): number {
    throw new TypeError('not yet');
  }
}
`,
  });
  const { code, out } = await explore('weensyos --scope 8,2,1 --kernel ./leaks.ts --json', folder);
  expect([code, JSON.parse(out)]).toEqual([
    1,
    expect.objectContaining({
      end: 'broken',
      broken: expect.objectContaining({ name: 'nothing leaks', run: ['process 1: exit()'] }),
    }),
  ]);
  const thrown = await explore('weensyos --scope 8,2,1 --kernel ./throws.ts', folder);
  expect([thrown.code, thrown.errors]).toEqual([1, expect.stringMatching(/not yet[\s\S]*throws\.ts:4/)]);
});

test('random walks are held against all that there is: what they met, and the nearest state that they did not', async () => {
  const few = await explore('weensyos --scope 14,2,2 --coverage --walks 3 --steps 6 --seed 2');
  const [, states, ofStates, edges, ofEdges] =
    /met (\d+) of (\d+) states, and took (\d+) of (\d+) transitions/.exec(few.out) ?? [];
  expect([few.code, ofStates, ofEdges]).toEqual([0, '42', '200']);
  expect([Number(states) > 3 && Number(states) < 42, Number(edges) <= 18]).toEqual([true, true]);
  expect(few.out).toMatch(/The nearest state that they missed, of \d transitions?: \w+\(/);
  const many = await explore('weensyos --scope 8,2,1 --ticks --failing --coverage');
  expect(many.out).toMatch(/met (\d+) of \1 states, and took (\d+) of \2 transitions\.\n {3}States/);
});

test('several workers print what one does: of what is wrong, and of a kernel that throws', async () => {
  const folder = folderWith({
    'throws.ts': `import { WeensyKernel, type Process } from 'ringfence/kernel';
export default class Throws extends WeensyKernel {
  override syscallExit(process: Process): number {
    if (this.view.freePages() === 2) throw new TypeError('not yet');
    return super.syscallExit(process);
  }
}
`,
  });
  for (const line of [
    'weensyos --scope 8,2,1 --kernel weensyos-34 --save found.ts',
    'weensyos --scope 14,3,1 --kernel ./throws.ts',
  ]) {
    const alone = await explore(line, folder);
    const together = ringfence(['explore', ...line.split(' '), '--workers', '2'], folder);
    expect([together.code, together.out]).toEqual([alone.code, alone.out]);
    if (line.includes('throws')) expect(together.errors).toMatch(/not yet[\s\S]*throws\.ts:4/);
  }
});

test('it stops at limits, and says so', async () => {
  expect((await explore('weensyos --states 100')).out).toMatch(
    /\b100 states .* of them not gone on from.*\n.*it stopped at --states/,
  );
  expect((await explore('weensyos --depth 1')).out).toContain('it stopped at --depth');
});

test.each([
  ['weensyos --scope 16,3', '--scope 16,3: expected free pages (1 to 150), processes (1 to 15), heap pages (1 to 8)'],
  ['weensyos --scope 16,99,1', 'processes (1 to 15)'],
  ['weensyos --workers 0', '--workers 0: expected a whole number from 1 to 64'],
  ['weensyos --kernel jos-14', 'explore weensyos takes kernels that extend WeensyKernel'],
  ['weensyos --kernel nothing', '--kernel nothing: expected a seeded bug, or the path of a file'],
  ['jos ./a.ts', 'ringfence explore weensyos ./a.ts explores programs of WeensyOS'],
  ['weensyos exit --stores', '--stores: exit say what they do'],
  ['weensyos exit --save found.ts', 'a name that ends in .json'],
  ['weensyos exit exit exit --scope 9,2', '3 programs need as many processes: --scope 9,3'],
  ['weensyos exit --scope 9', '--scope 9: expected free pages (1 to 400), processes (1 to 15)'],
  ['weensyos nope', 'no program is named nope'],
  ['exit exit', 'or a kernel with programs, as in ringfence explore weensyos ./one.ts ./other.ts'],
  ['jos --ticks', '--ticks: it is for programs, and jos is explored without any'],
  ['jos-pages --kernel jos-14', '--kernel: it is for kernels as they are: explore weensyos, or explore jos'],
])('%s is refused', async (words, why) => {
  const { code, errors } = await explore(words);
  expect([code, errors]).toEqual([2, expect.stringContaining(why)]);
});
