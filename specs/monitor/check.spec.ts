/** `ringfence check`: what it says of a sound kernel, and how it shows what is wrong with another. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

const kernel = (methods: string): string =>
  `import { WeensyKernel } from 'ringfence/kernel';\nexport default class Mine extends WeensyKernel {\n${methods}\n}\n`;

const FOLDER = folderWith({
  'forgets.ts': kernel('  override share(): void {}'),
  'undone.ts': kernel('  override undoFork(): number { return -1; }'),
  'textless.ts': kernel('  override copyMapping(to, from) { return !from.writable || this.copyPage(to, from); }'),
  'throws.ts': kernel("  override fork(): number { throw new Error('not written yet'); }"),
  'loops.ts': kernel('  override fork(): number { for (;;); }'),
  'leaks.ts': kernel(
    '  override syscall(process, number, argument) {\n    return number === 7 ? (this.kalloc() === 0 ? -1 : 0) : super.syscall(process, number, argument);\n  }',
  ),
  'declares.ts': kernel(`  static calls = [...WeensyKernel.calls, {
    name: 'mapTwice', number: 7,
    arguments: [{ name: 'va', domain: 'page' }],
    results: [{ value: 0, when: 'done' }, { value: -1, when: 'it could not' }],
  }];
  override syscall(process, number, argument) {
    return number === 7 || number === 9 ? this.pageAlloc(process, argument) : super.syscall(process, number, argument);
  }`),
  'lab2.ts':
    "import { JosKernel } from 'ringfence/kernel';\nexport default class Mine extends JosKernel {\n" +
    '  override pageInsert(pgdir, pp, address, perm) {\n    return super.pageInsert(pgdir, pp, address, address === 0x80000000 ? perm & ~2 : perm);\n  }\n}\n',
  'lab4.ts':
    "import { JosLab4 } from 'ringfence/kernel';\nexport default class Mine extends JosLab4 {\n" +
    "  static calls = [...JosLab4.calls, { name: 'sys_leak', number: 13, arguments: [], results: [{ value: 0, when: 'always' }] }];\n" +
    '  override syscall(env, number) {\n    if (number !== 13) return super.syscall(env, number);\n' +
    '    const page = this.pageAlloc(0);\n    if (page !== 0) this.setPpRef(page, 1);\n    return 0;\n  }\n}\n',
});

test('a sound kernel: how much was tried, and that nothing went wrong', async () => {
  const { code, out } = await ringfenceHere(['check', '--operations', '600', '--order', 'cursor:3']);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^ {3}\d{3} operations of \d+ random scenarios: every one did what it must, and no invariant broke\.\n/,
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
    "import { fork, schedYield } from 'ringfence/userland';\n\nexport const boot = '--timer off';\nexport const bssSize = 4096;\n\nexport function* main() {\n  yield fork();\n  for (;;) yield schedYield();\n}\n",
  );
  const [, command] = /It runs by: ringfence (.*)\n/.exec(found.out) ?? [];
  const again = await ringfenceHere(command.split(' '), FOLDER);
  expect([again.code, again.out]).toEqual([1, expect.stringContaining('exact reference count')]);
});

test('what was found is found again by the command that the report gives', async () => {
  const { out } = await ringfenceHere(['check', '--kernel', './undone.ts'], FOLDER);
  expect(out).toMatch(/the (first|second) allocation of fork fails/);
  const [, command] = /To see it again: ringfence (.*)\n/.exec(out) ?? [];
  expect(ringfence(command.split(' '), FOLDER).out).toBe(out);
});

test('a saved program fails for want of memory where it did when it was found', async () => {
  await ringfenceHere(['check', '--kernel', './undone.ts', '--save', './starved.ts'], FOLDER);
  expect(readFileSync(join(FOLDER, 'starved.ts'), 'utf8')).toMatch(
    /oracle = \{ asked: \['allocation'\], choices: \[[0, ]+1\] \}/,
  );
  const { code, out } = await ringfenceHere(['run', './starved.ts', '--kernel', './undone.ts'], FOLDER);
  expect([code, out]).toEqual([1, expect.stringMatching(/nothing leaks[\s\S]*the second allocation of fork fails/)]);
});

test('run makes a run of a kernel of the user once more beside the model, and ends with 1 where that knows better', async () => {
  const { code, out } = await ringfenceHere(['run', 'fork', '--until', '40', '--kernel', './textless.ts'], FOLDER);
  expect([code, out]).toEqual([1, expect.stringMatching(/faults on its instruction at 0x\w+, which it may execute/)]);
});

test('a kernel that throws is shown where it did, and one that loops is stopped', async () => {
  expect(ringfence(['check', '--kernel', './throws.ts'], FOLDER).out).toMatch(
    /went wrong: not written yet\n {3}at Mine\.fork \(.*throws\.ts:3:/,
  );
  const { code, out } = await ringfenceHere(['check', '--kernel', './loops.ts', '--patience', '1'], FOLDER);
  expect([code, out]).toEqual([1, expect.stringContaining('the kernel did not come back within 1 s')]);
});

test('a seventh system call that leaks a page is found, though nobody declared it', async () => {
  const { code, out } = await ringfenceHere(['check', '--kernel', './leaks.ts'], FOLDER);
  expect(code).toBe(1);
  expect(out).toMatch(/The kernel broke an invariant: nothing leaks\.[\s\S]*after system call 7 of process 1/);
  expect(out).toContain('    yield systemCall(7, ');
});

test('calls that no model judges are named, whether they were declared or not', async () => {
  const { code, out } = await ringfenceHere(['check', '--kernel', './declares.ts', '--operations', '300'], FOLDER);
  expect(code).toBe(0);
  expect(out).toContain('not compared with a model: mapTwice, system call 9, which it does not declare');
});

test('kernels of both labs of JOS are judged by the same command', async () => {
  const lab4 = await ringfenceHere(['check', '--kernel', './lab4.ts'], FOLDER);
  expect([lab4.code, lab4.out]).toEqual([
    1,
    expect.stringMatching(/found a count of 1\n {3}after sys_leak of environment/),
  ]);
  const lab2 = await ringfenceHere(['check', '--kernel', './lab2.ts'], FOLDER);
  expect([lab2.code, lab2.out]).toEqual([1, expect.stringContaining('page_insert(kern_pgdir, ')]);
});

test('what failed is kept, and tried first the next time, until it fails no more', async () => {
  const folder = folderWith({ 'mine.ts': kernel('  override share(): void {}') });
  const words = ['check', '--kernel', './mine.ts', '--operations', '60', '--failures', 'kept'];
  const first = await ringfenceHere(words, folder);
  const [, kept] = /Kept in (kept\/mine\.exact-reference-count\.\w{6}\.check\.json):/.exec(first.out) ?? [];
  const second = await ringfenceHere([...words, '--seed', '9'], folder);
  const partsOf = (out: string): string[] => out.split('To see it again')[0].split('\n');
  expect(partsOf(second.out)).toEqual(partsOf(first.out));
  writeFileSync(join(folder, 'mine.ts'), kernel(''));
  expect((await ringfenceHere(words, folder)).code).toBe(0);
  writeFileSync(join(folder, kept), '{}');
  const { code, errors } = await ringfenceHere(words, folder);
  expect([code, errors]).toEqual([2, expect.stringContaining('it is no kept scenario')]);
});

test('what was saved is played alone, with all that belongs to it or as a program, and judged by one invariant if that is wanted', async () => {
  const folder = folderWith({ 'mine.ts': kernel('  override share(): void {}') });
  const mine = ['check', '--kernel', './mine.ts'];
  const found = await ringfenceHere([...mine, '--save', 'found.json'], folder);
  writeFileSync(
    join(folder, 'forks.ts'),
    "import { fork } from 'ringfence/userland';\nexport function* main() { yield fork(); }\n",
  );
  const first = (out: string): string => out.split('\n')[0];
  for (const [words, code, says] of [
    [[...mine, '--replay', 'found.json'], 1, first(found.out)],
    [[...mine, '--replay', 'forks.ts'], 1, first(found.out)],
    [[...mine, '--replay', 'found.json', '--only', 'exact reference count'], 1, first(found.out)],
    [
      [...mine, '--replay', 'found.json', '--only', 'TLB within tables'],
      0,
      'The kernel does nothing wrong in found.json.',
    ],
    [['check', '--replay', 'found.json'], 0, 'The kernel does nothing wrong in found.json.'],
  ] as const) {
    const told = await ringfenceHere(words, folder);
    expect([told.code, told.out]).toEqual([code, expect.stringContaining(says)]);
  }
});

test('what a kernel does wrong while it is made ready is its mistake, whichever kind it is', async () => {
  const example = join(PACKAGE, 'examples/kernel-from-scratch/tiny.ts');
  const extending = (Base: string, from: string, body: string): string =>
    `import ${from};\nexport default class Mine extends ${Base} { ${body} }\n`;
  const folder = folderWith({
    'made.ts': extending(
      'Tiny',
      `Tiny from '${example}'`,
      "constructor(setting) { super(setting); throw new Error('not yet'); }",
    ),
    'boots.ts': extending('Tiny', `Tiny from '${example}'`, 'boot() { for (;;); }'),
    'lab2.ts': extending('JosKernel', "{ JosKernel } from 'ringfence/kernel'", 'pageInit() { for (;;); }'),
    'lab4.ts': extending('JosLab4', "{ JosLab4 } from 'ringfence/kernel'", 'pageInit() { this.panic("no list"); }'),
    'weensy.ts': extending('WeensyKernel', "{ WeensyKernel } from 'ringfence/kernel'", 'syscall() { for (;;); }'),
  });
  for (const [name, says] of [
    ['made', 'not yet'],
    ['boots', 'did not come back within 1 s'],
    ['lab2', 'did not come back within 1 s'],
    ['lab4', 'no list'],
    ['weensy', 'did not come back within 1 s'],
  ]) {
    const { code, out } = await ringfenceHere(['check', '--kernel', `./${name}.ts`, '--patience', '1'], folder);
    expect([code, out]).toEqual([1, expect.stringContaining(says)]);
  }
});

test('what cannot be obeyed is refused', async () => {
  for (const [words, says] of [
    [['fork'], 'check: it makes its own programs, and takes none such as fork'],
    [['--order', 'any'], '--order any: expected first-fit'],
    [['--operations', '0'], '--operations 0: expected a whole number from 1 up'],
    [['--path', '0:0', '--operations', '1'], '--path 0:0: nothing goes wrong there any more'],
    [['--path', 'first'], '--path first: expected what an earlier report says'],
    [['--only', 'order'], 'no invariant is named "order": there are runnable is complete; '],
    [['--replay', 'nowhere.json'], 'nowhere.json cannot be read (ENOENT)'],
    [['--replay', 'package.json'], 'package.json: it is no kept scenario'],
    [['--replay', 'package.json', '--path', '0:1'], '--path and --replay: give one of them'],
    [['--replay', 'package.json', '--shard', '1/2'], '--shard: nothing is searched for with --replay'],
    [['--merge', '--seed', '1'], '--merge: the parts say what was done; --seed does not go with it'],
    [['--merge'], 'it takes the results of all shards: ringfence check --merge part-*.json'],
    [['--workers', '0'], '--workers 0: expected a whole number from 1 to 64'],
  ] as const) {
    const { code, errors } = await ringfenceHere(['check', ...words]);
    expect([code, errors]).toEqual([2, expect.stringContaining(says)]);
  }
});
