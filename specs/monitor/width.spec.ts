import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, helpLines } from '../../monitor/command-line/help.ts';
import { columnsOf, fitted } from '../../monitor/command-line/width.ts';
import { HELP } from '../../monitor/help-texts.ts';
import { folderWith, ringfenceHere } from './terminal.ts';

const word = fc.stringMatching(/^[a-z.,/]{1,12}$/);
const wordsOf = (text: string): string[] => text.split(/\s+/).filter((part) => part !== '');

test('a line is broken between words: none is lost, cut or moved, and no line is too wide that has more than one', () => {
  const lines = fc.record({ indent: fc.nat(9), words: fc.array(word, { minLength: 1, maxLength: 40 }) });
  fc.assert(
    fc.property(lines, fc.integer({ min: 20, max: 90 }), ({ indent, words }, columns) => {
      const line = ' '.repeat(indent) + words.join(' ');
      const broken = fitted(line, columns);
      expect(broken.flatMap(wordsOf)).toEqual(words);
      for (const part of broken) if (wordsOf(part).length > 1) expect(part.length).toBeLessThanOrEqual(columns);
      if (line.length <= columns) expect(broken).toEqual([line]);
    }),
  );
});

test('a command that is broken is the same command to a shell', () => {
  const line =
    "   To see it again: ringfence check --kernel ./mine.ts --only 'exact reference count' --seed 1 --path 7:12";
  for (let columns = 30; columns < 120; columns++) {
    const broken = fitted(line, columns);
    const pasted = broken
      .join('\n')
      .replaceAll(/ \\\n +/g, ' ')
      .replace(/again:\n +/, 'again: ');
    expect(pasted).toBe(line);
    for (const part of broken) expect(part.split("'").length % 2).toBe(1);
  }
});

test('what stands behind a gap stays under its beginning, and rows of a table stay as they are', () => {
  expect(fitted('   code        the class and what belongs to it', 40)).toEqual([
    '   code        the class and what',
    '               belongs to it',
  ]);
  const row = '   bitmap      survived       4,012       99';
  expect(fitted(row, 20)).toEqual([row]);
});

test('COLUMNS comes before the terminal, which comes before no width at all', () => {
  const { COLUMNS } = process.env;
  delete process.env.COLUMNS;
  expect(columnsOf({})).toBe(Number.POSITIVE_INFINITY);
  expect(columnsOf({ columns: 70 })).toBe(Number.POSITIVE_INFINITY);
  expect(columnsOf({ columns: 70, isTTY: true })).toBe(70);
  process.env.COLUMNS = '90';
  expect([columnsOf({}), columnsOf({ columns: 70, isTTY: true })]).toEqual([90, 90]);
  process.env.COLUMNS = 'many';
  expect(columnsOf({ columns: 0, isTTY: true })).toBe(Number.POSITIVE_INFINITY);
  if (COLUMNS === undefined) delete process.env.COLUMNS;
  else process.env.COLUMNS = COLUMNS;
});

test('every help has all its words on any width, and on 80 columns no line is wider', () => {
  for (const text of Object.values(HELP)) {
    for (const columns of [40, 80, 200]) expect(helpLines(text, columns).flatMap(wordsOf)).toEqual(wordsOf(text));
    for (const line of helpLines(text, 80)) expect(line.length).toBeLessThanOrEqual(80);
    // A paragraph that was broken by hand is one again.
    for (const block of blocksOf(text))
      if (block?.head === null) expect(block.text).not.toMatch(/^[a-z]+,? [a-z]+ [a-z]+/);
  }
});

test('reports and errors keep to the width, and say what an invariant means once', async () => {
  const folder = folderWith({
    'broken.ts': `import { WeensyKernel } from 'ringfence/kernel';
export default class Forgetful extends WeensyKernel { override share(): void {} }`,
  });
  const words = 'run fork --kernel ./broken.ts --plain'.split(' ');
  const narrow = await ringfenceHere(words, folder, { COLUMNS: '70' });
  const { out, errors } = await ringfenceHere(words, folder);
  const report = narrow.out.slice(narrow.out.indexOf('The kernel broke'));
  for (const line of [...report.split('\n'), ...narrow.errors.split('\n')]) expect(line.length).toBeLessThanOrEqual(70);
  expect(wordsOf(narrow.out.replaceAll(' \\\n', ''))).toEqual(wordsOf(out));
  expect(`${out}${errors}`.split('A page in use counts precisely').length - 1).toBe(1);
});
