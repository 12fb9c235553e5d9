import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

const recorded = (name: string): string =>
  brotliDecompressSync(readFileSync(join(PACKAGE, `specs/weensyos/recordings/recorded/${name}.txt.br`))).toString(
    'latin1',
  );

describe('A command line that cannot be obeyed ends with 2, says why on stderr, and prints nothing', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['frob', /there is no command frob: there are run, export, check, record, compare, walk, why/],
    ['run nothing', /no program is named nothing: there are allocators, fork, exit, fuzz, or give the path/],
    ['run --frob', /run: Unknown option '--frob'\. Its options are --order/],
    ['chekc', /there is no command chekc: did you mean check\? There are run, export, check/],
    ['help chekc', /there is no command chekc: did you mean check\?/],
    ['run alocators', /no program is named alocators: did you mean allocators\? There are/],
    ['run --kernel jos pingpnog', /no program of JOS is named pingpnog: did you mean pingpong\?/],
    ['run --untill 3', /run: Unknown option '--untill'\. Did you mean --until\? Its options are/],
    ['run --allocator budy', /no allocator is named budy: did you mean buddy\?/],
    ['fuzz bit', /no allocator is named bit: did you mean bitmap\?/],
    ['run --seed -1', /--seed -1: expected a whole number from 0 to 4294967295/],
    ['run --seed 1.5', /--seed 1\.5: expected a whole number from 0/],
    ['run --seed=', /--seed '': expected a whole number from 0/],
    ['run --until -1', /--until -1: expected a number of events \(system calls and ticks\), saturated or idle/],
    ['run --memory -2M', /--memory -2M: expected a size in whole pages/],
    ['check --seconds -.5', /--seconds -\.5: expected a whole number from 1/],
    ['fuzz buddy --shard -1/2', /--shard -1\/2: expected I\/N/],
    ['run --until', /run: --until wants a value, as in --until VALUE/],
    ['run --until --json', /run: --until wants a value, as in --until VALUE/],
    ['jos -c', /jos: -c wants a value/],
    ['jos -1', /jos: it takes no programs/],
    ['why fork page -1 --at 3', /memory ends at 0x200000, and -1 is not in it/],
    ['run --order lifo', /--order lifo: expected first-fit, cursor:STRIDE/],
    ['run --order cursor:0', /--order cursor: 0: expected a whole number from 1/],
    ['run --timer sometimes', /--timer sometimes: expected off, cycles:N/],
    ['run --timer every:1', /needs a period from 2/],
    ['run --memory 3', /--memory 3: expected a size in whole pages/],
    ['run --memory 64M', /memory is 256 to 1024 pages/],
    ['run --processes 0', /--processes 0: expected a whole number from 1/],
    ['run --processes 3', /4 programs do not fit in 3 processes/],
    ['run --check sometimes', /--check sometimes: expected every-trap, every-tick, end or off/],
    ['run --kernel ./nowhere.ts', /there is no file \.\/nowhere\.ts/],
    ['run --until never', /--until never: expected a number of events/],
    ['run --picture /nowhere/at/all.svg --until 5', /--picture \/nowhere\/at\/all\.svg: cannot be written \(ENOENT\)/],
    ['record', /expected the system to record/],
    ['record xv6 --programs exit', /record xv6: expected the system to record/],
    ['record weensyos', /--programs is missing: one of allocators, fork, exit, fuzz/],
    ['record weensyos --programs all', /no program is named all/],
    ['record weensyos --programs fork --program-seed 3', /fork seeds itself; only exit and fuzz take a seed/],
    ['record weensyos --programs exit --final /nowhere/x', /--final \/nowhere\/x: cannot be written \(ENOENT\)/],
    ['compare', /expected the path of one recording/],
    ['compare nowhere.txt --programs exit', /nowhere\.txt cannot be read \(ENOENT\)/],
    ['compare package.json --programs exit', /package\.json is no recording, line 1: a trace starts with/],
  ];
  for (const [line, says] of cases) {
    test(line, async () => {
      const { code, out, errors } = await ringfenceHere(line.split(' '));
      expect(errors).toMatch(says);
      expect(errors).toMatch(/^ringfence: .*\n$/);
      expect([code, out]).toEqual([2, '']);
    });
  }
});

test('help and version are printed, for the whole and for each command', async () => {
  expect((await ringfenceHere(['--version'])).out).toMatch(/^ringfence \d+\.\d+\.\d+\n$/);
  for (const words of [
    ['--help'],
    [],
    ['run', '--help'],
    ['record', '--help'],
    ['walk', '--help'],
    ['why', '-h'],
    ['help', 'compare'],
  ]) {
    expect(await ringfenceHere(words)).toMatchObject({ code: 0, errors: '', out: expect.stringMatching(/ringfence/) });
  }
});

describe('A process of its own prints and returns what the command does in this one:', () => {
  const lines = [
    'frob',
    'run fork --until 50',
    'check --operations 0',
    'compare package.json --programs exit',
    'walk fork 0x105123 --at 20',
    'jos --memory 8M --grade',
    'bugs show jos-01',
    'fuzz body',
  ];
  test.each(lines)('%s', async (line) => {
    expect(ringfence(line.split(' '))).toEqual(await ringfenceHere(line.split(' ')));
  });
});

describe('run', () => {
  test('fills memory with four allocators, and says what everybody did', async () => {
    const { code, out, errors } = await ringfenceHere(['run', 'allocators', '--until', 'saturated'], PACKAGE, {
      NO_COLOR: '1',
    });
    expect([code, errors]).toEqual([0, '']);
    expect(out).toContain('PHYSICAL MEMORY');
    expect(out).not.toContain('\x1b');
    expect(out).toMatch(/4 {2}allocator4 {2}runnable/);
    expect(out).toMatch(/ 0 of 512 pages free/);
    const pages = [...out.matchAll(/allocator\d? +runnable +(\d+)/g)].map(([, count]) => Number(count));
    expect(pages.length).toBe(4);
    expect(pages.reduce((sum, count) => sum + count)).toBe(382);
  });

  test('colours the screen where colours are wanted, and gives the same letters', async () => {
    const words = ['run', 'fork', '--until', '900'];
    const coloured = (await ringfenceHere(words, PACKAGE, { FORCE_COLOR: '1' })).out;
    expect(coloured).toContain('\x1b[0;97;41m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that starts a colour.
    const letters = coloured.replace(/\x1b\[[\d;]*m/g, '');
    const plain = (await ringfenceHere(words)).out;
    expect(
      letters
        .split('\n')
        .slice(0, 9)
        .map((line) => line.trimEnd()),
    ).toEqual(plain.split('\n').slice(0, 9));
  });

  test('is the same run each time, for every order and timer', async () => {
    for (const order of ['first-fit', 'cursor:3', 'random:7']) {
      const words = ['run', 'exit', '--order', order, '--timer', 'cycles:5000', '--until', '800', '--seed', '4'];
      expect((await ringfenceHere(words)).out).toBe(ringfence(words).out);
    }
  });

  test('ends when nothing can run', async () => {
    const folder = folderWith({
      'brief.js': "import { exit } from 'ringfence/userland';\nexport function* main() { yield exit(); }\n",
    });
    const { code, out } = await ringfenceHere(['run', './brief.js', '--until', 'idle'], folder);
    expect([code, out.includes('[All processes have exited]')]).toEqual([0, true]);
  });

  test('draws the screen as a picture', async () => {
    const folder = folderWith({});
    await ringfenceHere(['run', 'fork', '--until', '500', '--picture', 'screen.svg'], folder);
    expect(readFileSync(join(folder, 'screen.svg'), 'utf8')).toMatch(
      /^<svg [\s\S]*<text [^>]*>S<\/text>[\s\S]*<\/svg>\n$/,
    );
  });

  test('shows larger memory on a taller screen', async () => {
    const { out } = await ringfenceHere(['run', 'allocators', '--memory', '4M', '--until', '10']);
    expect(out).toMatch(/0x3C0000 \.{64}/);
  });
});

describe('record and compare', () => {
  test('a recording is written byte for byte as the real kernel was recorded, with its final state', () => {
    const folder = folderWith({});
    const words = [
      'record',
      'weensyos',
      '--programs',
      'fork',
      '--order',
      'cursor:3',
      '--events',
      '20000',
      '--log',
      '20000',
    ];
    const { code, out } = ringfence([...words, '--final', 'final.txt'], folder);
    const header = /^B kernel_start .* free/;
    expect(code).toBe(0);
    expect(out.replace(header, '')).toBe(recorded('F7k3.trace').replace(header, ''));
    expect(readFileSync(join(folder, 'final.txt'), 'latin1')).toBe(recorded('F7k3.final'));
  });

  test('the model equals a recording, or the first line that differs is explained', async () => {
    const text = recorded('E7.trace');
    const folder = folderWith({ 'e7.txt': text, 'bad.txt': text.replace('\n4 1 F 0 2 1 364', '\n4 1 F 0 3 1 364') });
    const words = ['--programs', 'exit', '--events', '2000'];
    expect(await ringfenceHere(['compare', 'e7.txt', ...words], folder)).toMatchObject({ code: 0, errors: '' });
    const { code, out } = await ringfenceHere(['compare', 'bad.txt', ...words], folder);
    expect(code).toBe(1);
    expect(out).toMatch(
      /bad\.txt:7: At event 4, fork of process 1, the result is 3 in the recording and 2 in the model/,
    );
    expect(out).toMatch(/recorded {2}4 1 F 0 3 1 364 .*\n {2}model {5}4 1 F 0 2 1 364/);
  });

  test('a final state is compared too', async () => {
    const folder = folderWith({ 'a7.txt': recorded('A7.final') });
    const words = ['compare', 'a7.txt', '--programs', 'allocators', '--events', '20000'];
    expect((await ringfenceHere(words, folder)).code).toBe(0);
    expect((await ringfenceHere([...words, '--viewer'], folder)).code).toBe(1);
  });

  test('malformed recordings are refused with the line', async () => {
    const lines = recorded('A7.trace').split('\n');
    const cases: readonly (readonly [string, RegExp])[] = [
      [lines.slice(0, 100).join('\n'), /line 100: the file ends in the middle of a line/],
      [`${lines.slice(0, 100).join('\n')}\n`, /line 100: a trace ends with a line like/],
      [lines.toSpliced(50, 1).join('\n'), /line 51: expected event 45/],
      [lines.with(20, 'what is this').join('\n'), /line 21: no header, setup, event/],
      ['', /line 1: the file is empty|in the middle/],
    ];
    for (const [text, says] of cases) {
      const folder = folderWith({});
      writeFileSync(join(folder, 'x.txt'), text, 'latin1');
      const { code, errors } = await ringfenceHere(['compare', 'x.txt', '--programs', 'allocators'], folder);
      expect([code, errors]).toEqual([2, expect.stringMatching(says)]);
    }
  });
});
