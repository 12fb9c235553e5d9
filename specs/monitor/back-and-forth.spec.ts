/** Dumps of a real kernel opened like runs, as users give them: why, walk, step and judge go to any of them, and what makes no sense is refused. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { HOST, PageServer } from '../../monitor/page/server.ts';
import { openNamed } from '../../presentation/presentation.ts';
import { memoryOf, realDump, symbolsOf } from '../dumps/real/dumps.ts';
import { momentOfText, textOfMoment, unpacked } from '../specs.ts';
import { folderWith, type Outcome, ringfenceHere } from './terminal.ts';

const FOLDER = folderWith({
  'p.ts': 'export function* main() {}\n',
  'registers.txt': 'RSP=000000000007ff40 CR3=000000000005a000\n',
});
const real = realDump('w-b001-after');
writeFileSync(join(FOLDER, 'one.bin'), memoryOf(real));
writeFileSync(join(FOLDER, 'kernel.nm'), symbolsOf(real));

const here = (line: string, ...more: string[]): Promise<Outcome> =>
  ringfenceHere([...line.split(' '), ...more], FOLDER);
const step = (line: string, ...commands: string[]): Promise<Outcome> =>
  here(`step ${line}`, ...commands.flatMap((command) => ['-c', command]));
const momentIn = ({ out }: Outcome): string => /\bm1[\w-]{40,}/.exec(out)?.[0] ?? '';

beforeAll(async () => {
  await here('run exit --kernel weensyos-01 --check off --until 14 --dumps dumps');
  cpSync(join(FOLDER, 'dumps'), join(FOLDER, 'cut'), { recursive: true });
  const cut = join(FOLDER, 'cut/event-00005.bin.gz');
  writeFileSync(cut, readFileSync(cut).subarray(0, 900));
});

describe('A series of dumps is looked into:', () => {
  test('the life of a page, by the events that the lines tell, with who is to blame', async () => {
    const { code, out, errors } = await here('why dumps page 0xc000 --at 12');
    expect([code, errors]).toEqual([0, '']);
    expect(out).toMatch(/page 0xc000, in event-00012\.bin\.gz: refcount 1\n/);
    expect(out).toMatch(
      /the count is wrong:\n {5}exit of process 2 at event 11 unlinked the page, and did not drop its reference\n/,
    );
    expect(out).toMatch(/event 5: taken by fork of process 1, count 1\n/);
    expect(out).toMatch(/--at @5 {2}event 5: fork of process 1 took it, count 1, for the tables of process 2\n/);
  });

  test('entries, words, accesses and processes', async () => {
    expect((await here('why dumps pid 2 --at 12')).out).toMatch(
      /--at @11 {2}event 11: exit of process 2 made it not there/,
    );
    expect((await here('why dumps word 0xc000 --at 7')).out).toMatch(
      /--at @5 {2}event 5: fork of process 1 stored 0xd007 there/,
    );
    expect((await here('why dumps write 0x100000 --pid 1 --at 3')).out).toMatch(
      /faults: the L1 entry at 0x4800 does not allow it/,
    );
    expect((await here('why dumps entry 0x104000 --pid 2 --at 10 --json')).out).toContain(
      'page_alloc(0x104000) of process 2',
    );
  });

  test('a translation, of which the TLB is no part', async () => {
    const { out } = await here('walk dumps 0x100000 --pid 2 --at 8');
    expect(out).toMatch(/0x100000 of process 2, in event-00008\.bin\.gz: root at 0x00b000/);
    expect(out).toContain('what the TLB holds of it no word of memory tells');
    expect(JSON.parse((await here('walk dumps 0x100000 --at 8 --json')).out).tlb).toBe('unknown');
  });

  test('by steps: on and back, to a change, to the first bad moment, and what each event changed', async () => {
    const { code, out } = await step(
      'dumps',
      'next page 0xc000',
      'back tick',
      'bad',
      'inside',
      'print broken',
      'back',
      'print broken',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^event 0, event-00000\.bin\.gz: next comes yield of process 1, \d+ pages free\n/);
    expect(out).toMatch(/refcount: 0 → 1\n/);
    expect(out).toMatch(
      /the first bad moment, in exit of process 2: nothing leaks: A page that nobody refers to is free\.\n/,
    );
    expect(out).toMatch(/page 0xc is no table of process 2 any more\n/);
    expect(out).toMatch(/broken = yes\n[\s\S]*broken = no\n/);
  });

  test('the screen of any moment, and of dumps without processes', async () => {
    expect((await step('dumps --at 4', 'screen')).out).toMatch(/PHYSICAL MEMORY[\s\S]*VIRTUAL ADDRESS SPACE FOR \d/);
    await here('jos --memory 4M --plain --dumps lab2');
    const { code, out } = await step('lab2 --at 20', 'screen', 'back');
    expect(code).toBe(0);
    expect(out).toMatch(/page_alloc\(0x0\) or what came after it/);
  });
});

describe('One dump is a series of one:', () => {
  test('it needs no --at, and what goes with it is given as to judge', async () => {
    const { code, out } = await here(
      'walk one.bin 0x100000 --symbols kernel.nm --layout proc.stride=208 --kernel weensyos',
    );
    expect([code, out]).toEqual([0, expect.stringContaining('0x100000 of process 1, in one.bin: root at')]);
    const registers = await here('walk one.bin 0x100000 --symbols kernel.nm --registers registers.txt');
    expect([registers.code, momentOfText(momentIn(registers)).run]).toEqual([
      0,
      { what: 'dumps', dumps: ['one.bin'], symbols: 'kernel.nm', registers: 'registers.txt' },
    ]);
    expect((await step('one.bin --symbols kernel.nm', 'next', 'bad')).out).toMatch(
      /this is the end\n[\s\S]*nothing leaks/,
    );
    expect((await here('why one.bin page 0x5000 --at 0 --symbols kernel.nm')).errors).toMatch(
      /--at: there is one dump, and no other/,
    );
  });
});

describe('The moment of a dump', () => {
  let text = '';
  beforeAll(async () => {
    text = momentIn(await here('judge dumps'));
  });

  test('is that of the first wrong one, by judge, and opens in step', async () => {
    expect((await step(`--moment ${text}`, 'where')).out).toMatch(/^event 11, event-00011\.bin\.gz: /);
    expect(momentOfText(text)).toMatchObject({ event: 11, step: 11, run: { what: 'dumps', dumps: ['dumps'] } });
    expect(Object.keys(momentOfText(text).sources ?? {})).toEqual([join('dumps', 'symbols.txt')]);
    expect(await here('judge --moment', text)).toMatchObject({ code: 1, errors: '' });
  });

  test('says what is missing; is opened where the dumps are now, with the symbols there; and says what changed', async () => {
    renameSync(join(FOLDER, 'dumps'), join(FOLDER, 'moved'));
    const missing = await step(`--moment ${text}`, 'where');
    expect(missing).toMatchObject({
      code: 2,
      out: '',
      errors: expect.stringMatching(/it is of the file dumps.*, which is not here: name it anew/),
    });
    expect(await step(`--moment ${text} moved`, 'where')).toMatchObject({ code: 0, errors: '' });
    writeFileSync(join(FOLDER, 'moved/event-00011.bin.gz'), readFileSync(join(FOLDER, 'moved/event-00010.bin.gz')));
    writeFileSync(join(FOLDER, 'moved/symbols.txt'), `${readFileSync(join(FOLDER, 'moved/symbols.txt'))}\n`);
    const { code, errors } = await step(`--moment ${text} moved`, 'where');
    expect([code, errors]).toEqual([
      0,
      expect.stringMatching(/symbols\.txt is not what dumps\/symbols\.txt was[\s\S]*comes to another state there/),
    ]);
    expect(errors.trimEnd().split('\n')).toHaveLength(2);
    renameSync(join(FOLDER, 'moved'), join(FOLDER, 'dumps'));
  });

  test.each(['run', 'odds', 'export --stacks a.txt', 'check', 'jos', 'fuzz', 'bugs'])(
    'is refused by %s, which would run it',
    async (command) => {
      const { code, out, errors } = await here(`${command} --moment ${text}`);
      expect([code, out]).toEqual([2, '']);
      expect(errors).toMatch(
        /^ringfence: dumps: dumps are memory that was saved, and nobody runs it any more: ringfence step/,
      );
    },
  );

  test('of models is refused by judge, and one of dumps is explained by their memory', async () => {
    const other = momentIn(await here('walk exit 0x100000 --at 3'));
    expect(await here('judge --moment', other)).toMatchObject({
      code: 2,
      errors: expect.stringContaining('ringfence check judges it'),
    });
    const bad = textOfMoment({ ...momentOfText(text), run: { what: 'dumps', dumps: ['cut'] } });
    expect((await here('explain --moment', bad)).out).toMatch(/tables/);
  });
});

describe('In the page', () => {
  test('dumps come along with it, saved or served, in little room; and without them it says where to get one', async () => {
    const { code } = await here('page dumps --at 3 --save page.html');
    const saved = readFileSync(join(FOLDER, 'page.html'), 'utf8');
    const [, shown = '', text = ''] = /id="dumps" data-shown="([^"]*)">([\w+/=]*)</.exec(saved) ?? [];
    const dumps = Buffer.from(text, 'base64');
    expect([code, dumps.length > 1000, dumps.length < 200_000]).toEqual([0, true, true]);
    expect(shown).toMatch(/^#./);
    const server = await PageServer.at(0, dumps);
    const served = await (await fetch(`http://${HOST}:${server.port}/`)).text();
    await server.end();
    expect(served).toContain(`id="dumps" data-shown="">${text}<`);
    const { frames } = await unpacked(dumps);
    expect(frames.count).toBe(readdirSync(join(FOLDER, 'dumps')).filter((name) => name.endsWith('.gz')).length);
    await expect(openNamed({ what: 'dumps', dumps: ['dumps'] })).rejects.toThrow(/are not here: ringfence page/);
  });
});

describe('Refused or passed over is', () => {
  test('a dump in the midst that is damaged: memory stays as it was, and the title says so', async () => {
    const { code, out } = await step('cut --at 4', 'next', 'next', 'bad');
    expect(code).toBe(0);
    expect(out).toMatch(
      /event 5, event-00005\.bin\.gz \(which is packed \(gzip\), and cut off.*; memory is that of event-00004\.bin\.gz\)/,
    );
    expect(out).toMatch(/6 {2}fork of process 1, then yield of process 1/);
    expect(out).toMatch(/first bad moment, in exit of process 2/);
  });

  const REFUSED: readonly (readonly [string, RegExp])[] = [
    ['walk dumps 0x1000', /--at is missing: which of the dumps, from 0/],
    ['walk one.bin 0x1000', /^ringfence: --symbols is needed/],
    ['walk none.bin 0x1000 --symbols kernel.nm', /none\.bin: there is no such file/],
    ['walk one.bin 0x1000 --symbols none.nm', /--symbols none\.nm: there is no such file/],
    ['walk one.bin 0x1000 --symbols p.ts', /--symbols p\.ts /],
    ['walk dumps 0x1000 --at 3 --order first-fit', /--order: the kernel in these dumps was booted elsewhere/],
    ['walk dumps 0x1000 --at 3 --kernel ./p.ts', /--kernel is weensyos or jos/],
    ['walk dumps p.ts 0x1000 --at 3 --symbols kernel.nm', /./],
    ['why dumps tlb 0x100000 --at 3', /why tlb: what the TLB held no word of memory tells/],
    ['why dumps call --at 3', /why call: what system calls returned no word of memory tells/],
    ['run dumps', /nobody runs it any more/],
    ['step dumps --at 3 -c tlb', /tlb: what the TLB held/],
    ['step dumps --at 3 -c registers', /registers: a dump is memory alone/],
  ];
  test.each(REFUSED)('%s', async (line, says) => {
    const { code, errors } = await here(line);
    expect([code, errors]).toEqual([2, expect.stringMatching(says)]);
    expect(errors).not.toMatch(/error of ringfence|\n {4}at /);
  });

  test('what goes another way: keys and answers', async () => {
    const { errors } = await step('dumps', 'type a', 'choose 1');
    expect(errors).toMatch(/nobody reads keys in this run\n[\s\S]*nothing is asked in this run/);
  });

  test('programs come before folders of their names', async () => {
    mkdirSync(join(FOLDER, 'exit'), { recursive: true });
    writeFileSync(join(FOLDER, 'exit/event-0.bin'), '');
    expect((await here('walk exit 0x100000 --at 3')).out).toContain('of process 1 (exit), after event 3');
  });
});
