/** A trace file that cannot be used is refused with its name, its line, and what was expected there. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTraceFile } from '../../../monitor/fuzz/trace-file.ts';
import { folderWith } from '../terminal.ts';

const FOLDER = folderWith({
  'good.trace': 'Alloc(5),\nFree(0),\n',
  'bad.rep': '1\n2\na 0 16\nf 0 0\n',
  'empty.rep': '',
});

test('a good one is read', () => {
  expect(readTraceFile(join(FOLDER, 'good.trace'))).toMatchObject({ format: 'wee_alloc', notes: [] });
});

test('any other is refused', () => {
  for (const [name, says] of [
    ['bad.rep', ' is no allocation trace, line 4: expected a ID BYTES, r ID BYTES or f ID; found "f 0 0"'],
    ['empty.rep', ' is no allocation trace, line 1: the file is empty; expected a .rep file of the malloc lab'],
    ['none.rep', ' cannot be read (ENOENT)'],
    ['.', ' cannot be read (EISDIR)'],
  ] as const) {
    const path = join(FOLDER, name);
    expect(() => readTraceFile(path)).toThrow(`${path}${says}`);
  }
});
