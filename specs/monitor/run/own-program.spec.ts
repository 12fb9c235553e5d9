/** Programs that people bring, by path. */
import { describe, expect, test } from 'vitest';
import { folderWith, ringfence, ringfenceHere } from '../terminal.ts';

const IMPORT = "import { exit, fork, getpid, jump, pageAlloc, store8 } from 'ringfence/userland';\n";
const runFile = (name: string, text: string, ...words: readonly string[]) =>
  ringfenceHere(['run', `./${name}`, ...words], folderWith({ [name]: text }));

test('a program in TypeScript runs from any folder, with nothing installed there', () => {
  const text = `import { pageAlloc, type Program, store8, schedYield, jump } from 'ringfence/userland';
import { STEP } from './step.ts';
export function* main(): Program { return jump(grow, 0x101000); }
export function* grow(heap: number): Program {
  if ((yield pageAlloc(heap)) === 0) yield store8(heap, 1);
  yield schedYield();
  return jump(grow, heap + STEP);
}`;
  const folder = folderWith({ 'mine.ts': text, 'step.ts': 'export const STEP: number = 4096;\n' });
  const { code, out, errors } = ringfence(['run', './mine.ts', './mine.ts', '--until', '100'], folder);
  expect([code, errors]).toEqual([0, '']);
  expect(out).toMatch(/2 {2}mine {5}runnable {5}\d\d/);
});

test('a program may be a default export that declares its image', async () => {
  const text = `import { defineProgram, exit, load8, store8 } from 'ringfence/userland';
const main = function* () { yield store8(0x102000, yield load8(0x101000)); yield exit(); };
export default defineProgram({ name: 'declared', entries: { main }, data: new Uint8Array(4096).fill(9), bssSize: 10 });`;
  const { code, out } = await runFile('declared.js', text, '--until', '1', '--show', '1');
  // There is no process any more that --show could show.
  expect([code, out]).toEqual([2, expect.stringContaining('All processes have exited')]);
  expect((await runFile('declared.js', text)).code).toBe(0);
});

describe('A program that cannot run ends with an error that a beginner understands: 2 if the file is none, else 1', () => {
  const cases: readonly (readonly [title: string, text: string, says: RegExp, code?: number])[] = [
    ['that yields nonsense', `export function* main() { yield 'hello'; }`, /it yielded "hello", which is no operation/],
    [
      'that diverges on replay',
      `${IMPORT}let n = 0;\nexport function* main() { yield store8(0xb8000, n++); yield fork(); yield exit(); }`,
      /it did not repeat itself/,
    ],
    [
      'that exceeds the log',
      `${IMPORT}export function* main() { for (;;) yield store8(0xb8000, 1); }`,
      /more than 262144 operations without a jump/,
    ],
    [
      'that loops without yielding',
      `${IMPORT}export function* main() { yield getpid(); for (;;) {} }`,
      /program mine \(pid 1\), entry main, operation 2: it ran for 1 s without yielding/,
    ],
    ['with an error of syntax', 'export function* main() { const = 3; }', /mine\.js:1:33: Expected identifier/, 2],
    [
      'that exports nothing',
      'export const x = 1;',
      /mine\.js: it exports no program: write `export function\* main/,
      2,
    ],
    [
      'that imports what is not there',
      "import { x } from 'ringfence/kernels';",
      /there is no ringfence\/kernels: import from/,
      2,
    ],
    ['that throws while it loads', "throw new Error('early');", /mine\.js: loading it threw early/],
  ];
  for (const [title, text, says, expected = 1] of cases) {
    test(title, async () => {
      const { code, errors } = await runFile('mine.js', text, '--until', '300000', '--patience', '1');
      expect(errors).toMatch(says);
      expect(code).toBe(expected);
    });
  }

  test('that throws, with the line of its own source', () => {
    const folder = folderWith({ 'mine.js': `${IMPORT}export function* main() {\n  yield getpid();\n  null.x;\n}\n` });
    const { code, errors } = ringfence(['run', './mine.js'], folder);
    expect(errors).toMatch(
      /program mine \(pid 1\), entry main, operation 2: it threw TypeError[^\n]*\n\s+at main \(.*mine\.js:4:8\)/,
    );
    expect(code).toBe(1);
  });

  test('that is not there', async () => {
    const { code, errors } = await ringfenceHere(['run', './absent.ts'], folderWith({}));
    expect([code, errors]).toEqual([2, expect.stringMatching(/there is no file \.\/absent\.ts/)]);
  });

  test('and the other programs go on, and the screen is shown', async () => {
    const folder = folderWith({ 'bad.js': `${IMPORT}export function* main() { yield 5; }` });
    const { code, out } = await ringfenceHere(['run', './bad.js', 'fork', '--until', '2000'], folder);
    expect(code).toBe(1);
    expect(out).toMatch(/1 {2}bad {6}faulted/);
    expect(out).toMatch(/2 {2}fork {5}runnable/);
  });
});

test('a panic of a program ends with 1, and shows what the kernel printed', async () => {
  const text = `import { userPanic } from 'ringfence/userland';\nexport function* main() { yield* userPanic('all is lost'); }`;
  const { code, out, errors } = await runFile('mine.js', text);
  expect(code).toBe(1);
  expect(errors).toContain('the kernel stopped: USER PANIC: all is lost');
  expect(out).toContain('USER PANIC: all is lost');
});

describe("A kernel of one's own", () => {
  const forgetful = `import { WeensyKernel } from 'ringfence/kernel';
export default class Forgetful extends WeensyKernel { override share(): void {} }`;

  test('is stopped at the first wrong moment, and the report says what is wrong and how to see it again', async () => {
    const folder = folderWith({ 'broken.ts': forgetful });
    const { code, out, errors } = await ringfenceHere(['run', 'fork', '--kernel', './broken.ts'], folder);
    expect(code).toBe(1);
    expect(errors).toMatch(/the kernel broke an invariant: exact reference count/);
    expect(out).toMatch(/page 0x5000: expected 2: 0x100000 of process 1, 0x100000 of process 2; found a count of 1/);
    expect(out).toMatch(/after fork of process 1, event 2, cycle/);
    const [, again] = out.match(/ringfence (run fork .*)/) ?? [];
    expect(await ringfenceHere(again.split(' '), folder)).toMatchObject({ code: 1, errors });
  });

  test('runs unchecked if one says so, and is checked only when one says', async () => {
    const folder = folderWith({ 'broken.ts': forgetful });
    const words = ['run', 'fork', '--kernel', './broken.ts', '--until', '50', '--check'];
    expect((await ringfenceHere([...words, 'off'], folder)).code).toBe(0);
    expect((await ringfenceHere([...words, 'end'], folder)).out).toMatch(/event 50, cycle/);
    expect(await ringfenceHere(['run', 'exit', '--check', 'every-tick', '--until', '500'], folder)).toMatchObject({
      code: 0,
      errors: '',
    });
  });

  test('must be a kernel', async () => {
    const folder = folderWith({ 'nothing.ts': 'export default 3;' });
    const { code, errors } = await ringfenceHere(['run', 'fork', '--kernel', './nothing.ts'], folder);
    expect([code, errors]).toEqual([
      2,
      expect.stringMatching(/nothing\.ts: it exports no kernel: write `export default class/),
    ]);
  });
});
