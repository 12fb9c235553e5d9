/** Dumps of models in files, and `ringfence judge` on them: by what lies beside them, and while they come. */
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { folderWith, ringfenceHere } from './terminal.ts';

const here = (line: string, folder: string) => ringfenceHere(line.split(' '), folder);

describe('a series', () => {
  const folder = folderWith({});
  const lines = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');

  test('has a dump for each entry into the kernel and one of the end, with a line each, and symbols', async () => {
    const { code, out } = await here('run exit --kernel weensyos-01 --check off --until 14 --dumps dumps', folder);
    expect([code, out]).toEqual([0, expect.stringContaining('dumps: 15 dumps; ringfence judge dumps\n')]);
    const files = readdirSync(join(folder, 'dumps')).filter((name) => name.startsWith('event-'));
    expect(files).toHaveLength(15);
    expect(lines('dumps/events.txt').map((line) => Number.parseInt(line, 10))).toEqual(files.map((_, i) => i));
    expect(lines('dumps/events.txt').at(-1)).toBe('14 end');
    const dump = gunzipSync(readFileSync(join(folder, 'dumps', files[3])));
    expect(dump.length).toBe(0x200000);
    expect(lines('dumps/symbols.txt').some((line) => line.endsWith(' B ptable'))).toBe(true);
  });

  test('is judged with nothing but its name, and the event before the first bad dump is told', async () => {
    const { code, out } = await here('judge dumps', folder);
    expect([code, out]).toEqual([
      1,
      expect.stringContaining('15 dumps: the first in which something is wrong is event-00011.bin.gz.'),
    ]);
    expect(out).toContain('In event-00010.bin.gz nothing is wrong yet. Then came: exit of process 2\n');
    expect(out).toContain('process 2: runnable, then free');
    expect(out).toContain('exit does not free page tables (weensyos-01)');
  });

  test('is judged while it comes: a dump counts once its line is there, and the first bad one is the last', async () => {
    const coming = join(folder, 'coming');
    mkdirSync(coming);
    copyFileSync(join(folder, 'dumps/symbols.txt'), join(coming, 'symbols.txt'));
    const watching = here('judge coming --watch', folder);
    const events = lines('dumps/events.txt');
    for (const [i, line] of events.entries()) {
      const name = `event-${String(i).padStart(5, '0')}.bin.gz`;
      copyFileSync(join(folder, 'dumps', name), join(coming, name));
      // The last line is not whole before its end.
      appendFileSync(join(coming, 'events.txt'), `${i === 0 ? '' : '\n'}${line}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { code, out } = await watching;
    expect(code).toBe(1);
    const told = out.split('\n').filter((line) => /^event-\d+\.bin\.gz: /.test(line));
    expect(told[0]).toBe('event-00000.bin.gz: nothing is wrong; next comes yield of process 1');
    expect(told.filter((line) => line.includes('something is wrong'))).toEqual([
      'event-00011.bin.gz: something is wrong',
    ]);
    expect(out).toContain('12 dumps: the first in which something is wrong is event-00011.bin.gz.');
  });

  test('that has ended is watched to its end', async () => {
    await here('run fork --until 4 --dumps right', folder);
    const { code, out } = await here('judge right --watch', folder);
    expect([code, out]).toEqual([0, expect.stringContaining('5 dumps: nothing is wrong in any of them.')]);
    expect(out).toContain('event-00004.bin.gz: nothing is wrong\n');
  });

  test.each([
    ['run exit --until 5 --dumps dumps', 'there are dumps in it already, as event-00000.bin.gz'],
    ['run exit --dumps other', 'of how many? Say --until 400'],
    ['run exit --until 5 --dumps dumps/events.txt', 'no folder to write to (EEXIST)'],
    ['run exit --until 5 --dump nowhere/a.bin', '--dump nowhere/a.bin: cannot be written (ENOENT)'],
    ['run exit --until 5 --processes 20 --dump a.bin', 'WeensyOS has at most 15 processes then'],
    ['jos --lab 4 --grade --dump a.bin', '--dump a.bin: --lab 4 --grade boots a kernel for each program'],
    ['judge dumps coming --watch', 'expected one folder'],
    ['judge dumps --watch --json', 'it prints as dumps come'],
  ])('%s is refused', async (line, message) => {
    const { code, errors } = await here(line, folder);
    expect([code, errors]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(join(folder, 'other'))).toBe(false);
  });
});

describe('a dump of the end', () => {
  const folder = folderWith({});

  test('is plain unless its name says otherwise, has its symbols beside it, and is judged', async () => {
    await here('run --kernel jos --lab 2 --memory 4M --dump a.bin', folder);
    await here('jos --memory 4M --plain --dump b.bin.gz', folder);
    const [plain, packed] = ['a.bin', 'b.bin.gz'].map((name) => readFileSync(join(folder, name)));
    expect(plain.length).toBe(0x400000);
    expect(gunzipSync(packed).equals(plain)).toBe(true);
    const { code, out } = await here('judge b.bin.gz', folder);
    expect([code, out]).toEqual([0, expect.stringContaining('JOS lab 2, MIT')]);
  });
});
