/** Libraries of lab 4 by the commands that take them: judged, kept, replayed, refused; and programs with a library of their own. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkLibrary, LibraryBroken } from '../../monitor/check/suite/suite.ts';
import { LIBRARY_BUGS } from '../jos/lab4/library/bugs/list.ts';
import { folderWith, ringfenceHere } from './terminal.ts';

const WRITABLE = `import { JosLibrary } from 'ringfence/jos';
export default class Writable extends JosLibrary {
  override *share(address: number, id: number, perm: number) {
    if (id !== 0) yield* super.share(address, id, perm);
  }
}
`;
const folder = folderWith({
  'writable.ts': WRITABLE,
  'program.ts': `import { exit } from 'ringfence/jos';
import Writable from './writable.ts';
const library = new Writable();
export const { pgfault } = library;
export function* main() { yield* library.fork(); yield exit(); }
`,
  'late.ts': `import { JosLibrary, sysPageMap } from 'ringfence/jos';
export default class Late extends JosLibrary {
  override *share(address: number, id: number, perm: number) { yield sysPageMap(0, address, id, address, perm); }
}
`,
  'throws.ts': "export function* fork() { throw new Error('not yet'); }\n",
  'hidden.ts':
    "import { addressOf } from 'ringfence/jos';\nfunction* pgfault() {}\nexport function* fork() { yield addressOf(pgfault); return 0; }\n",
  'kernel.ts': "import { JosKernel } from 'ringfence/kernel';\nexport default class Mine extends JosKernel {}\n",
  'nothing.ts': 'export const x = 1;\n',
  'misspelt.ts': 'export function* pgFault() {}\n',
  'plain.ts': 'export function fork() { return 1; }\n',
});
const here = (line: string) => ringfenceHere(line.split(' '), folder);

test('a library that is wrong is told with its shortest program, kept, tried first the next time, and replayed', async () => {
  const first = await here('check --library ./writable.ts');
  expect([first.code, first.errors]).toEqual([1, '']);
  expect(first.out).toMatch(/^ {3}The library broke an invariant: copy-on-write is not written\.\n/);
  expect(first.out).toMatch(
    /The shortest program that shows it:\n\n {5}child = yield\* fork\(\);\n {3}a child goes on/,
  );
  const [, kept] = /Kept in (\S+): the next check of this library begins with it/.exec(first.out) ?? [];
  expect(readdirSync(`${folder}/.ringfence/failures`)).toHaveLength(1);
  expect((await here('check --library ./writable.ts')).out).toContain(
    'To see it again: ringfence check --library ./writable.ts\n',
  );
  const late = await here(`check --library ./late.ts --replay ${kept}`);
  expect([late.code, late.out]).toEqual([0, `   The library does nothing wrong in ${kept}.\n`]);
});

test('code of a library that throws, or names what is no entry, is its mistake', async () => {
  const threw = await here('check --library ./throws.ts');
  expect([threw.code, threw.out.split('\n')[0]]).toEqual([1, '   The library went wrong: it threw Error: not yet']);
  const hidden = await here('check --library ./hidden.ts');
  expect(hidden.out).toMatch(/it asks for the address of pgfault, which is no entry of the program: .* export it/);
});

test.each([
  ['check --library ./nothing.ts', /it exports nothing of a library: write `export function\* fork\(\) \{ … \}`/],
  ['check --library ./kernel.ts', /it exports nothing of a library: write `export function\* fork\(\) \{ … \}`/],
  ['check --library ./misspelt.ts', /it exports nothing of a library: .*; nothing calls pgFault: is pgfault meant\?/],
  ['check --library ./plain.ts', /its fork is no generator function: write `export function\* fork\(…\)/],
  ['check --library ./writable.ts --kernel ./mine.ts', /--library and --kernel \.\/mine\.ts: give one of them/],
  ['check --library ./writable.ts --contract open', /--contract: it is for kernels/],
  ['check --library ./writable.ts --replay ./program.ts', /--replay \.\/program\.ts: of a library, give what was kept/],
  ['jos --library ./writable.ts', /ringfence jos --lab 4 --grade --library \.\/writable\.ts; ringfence check/],
] as const)('%s is refused', async (line, says) => {
  const { code, out, errors } = await here(line);
  expect([code, out]).toEqual([2, '']);
  expect(errors).toMatch(says);
});

test('a program that brings its own library is judged, and told apart from the kernel', async () => {
  const { code, out, errors } = await here('run --kernel jos --plain --check every-trap ./program.ts');
  expect(code).toBe(1);
  expect(out).toContain('   The program broke an invariant: copy-on-write is not written.');
  expect(errors).toMatch(/the program broke an invariant: copy-on-write is not written/);
});

test('checkLibrary rejects with the report, and resolves to what was tried', async () => {
  const options = { failures: null, operations: 30 } as const;
  const broken = checkLibrary(LIBRARY_BUGS[1].Library, options);
  await expect(broken).rejects.toThrow(LibraryBroken);
  await expect(broken).rejects.toThrow(/^The library broke an invariant: [\s\S]*before any random program\.$/);
  await expect(checkLibrary({ forks: 1 }, options)).rejects.toThrow(/it exports nothing of a library/);
});
