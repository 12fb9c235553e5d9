/** `ringfence judge` as users give it: dumps, folders, what goes with them, and what cannot be used. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { memoryOf, realDump, symbolsOf } from '../dumps/real/dumps.ts';
import { folderWith, type Outcome, ringfence, ringfenceHere } from './terminal.ts';

const FOLDER = folderWith({
  'text.txt': 'hello\n',
  'empty.bin': '',
  'registers.txt': 'RSP=000000000007fd00 CR3=000000000005a000\n',
});
const put = (file: string, bytes: Uint8Array): void => writeFileSync(join(FOLDER, file), bytes);
/** Each dump under a name that says nothing, with its symbols. */
const NAMES = {
  'one.bin': 'w-b001-before',
  'two.bin': 'w-b001-after',
  'three.bin': 'w-ok-fork-full',
  'four.bin': 'j-b025-after',
} as const;
for (const [file, name] of Object.entries(NAMES)) {
  put(file, memoryOf(realDump(name)));
  put(`${file}.nm`, symbolsOf(realDump(name)));
}
put('two.bin.gz', gzipSync(memoryOf(realDump('w-b001-after')), { level: 1 }));
mkdirSync(join(FOLDER, 'series'));
put('series/event-00009.bin', memoryOf(realDump('w-b001-before')));
put('series/event-00010.bin.gz', gzipSync(memoryOf(realDump('w-b001-after')), { level: 1 }));
put('series/event-00011.bin', memoryOf(realDump('w-b001-later')).subarray(0, 0x100001));
writeFileSync(
  join(FOLDER, 'series/events.txt'),
  '9 pid 2 rax 6 rdi 0 rip 0x100007 cr3 0x5a000 intno -1\n10 pid 3 rax 0 rdi 0 rip 0x10011e cr3 0x5a000 intno 32\n',
);

const judge = (words: string): Promise<Outcome> => ringfenceHere(['judge', ...words.split(' ')], FOLDER);

describe('Judged are', () => {
  test('a right dump and a wrong one, packed or not: what it is, what is wrong where, and which mistake it may be', async () => {
    const right = await judge('three.bin --symbols three.bin.nm');
    expect([right.code, right.errors]).toEqual([0, '']);
    expect(right.out).toMatch(
      /^three\.bin\n {3}WeensyOS of fall 2022 or later[\s\S]*Nothing is wrong, as far as memory and screen show\./,
    );
    expect(right.out).toMatch(/In no word of memory: a triple fault/);
    const wrong = await judge('two.bin.gz --symbols two.bin.nm');
    expect(wrong.code).toBe(1);
    expect(wrong.out).toMatch(
      /nothing leaks, in 5 places\n[\s\S]*page 0xc \(physical 0xc000\): expected free[\s\S]*1\. exit does not free page tables \(weensyos-01\)/,
    );
    const said = (out: string, file: string): string => out.replaceAll(file, '').replace(/--moment m1[\w-]+/, '');
    expect(said((await judge('two.bin --symbols two.bin.nm')).out, 'two.bin')).toBe(said(wrong.out, 'two.bin.gz'));
  });

  test('those of JOS by their symbols', async () => {
    const { code, out } = await judge('four.bin --symbols four.bin.nm');
    expect(code).toBe(1);
    expect(out).toMatch(
      /JOS lab 2, MIT[\s\S]*no link off the list\n[\s\S]*Not judged: nothing leaks, no link off the list: a check of the lab has hidden the free list/,
    );
  });

  test('a series: the first that is wrong, the event before it, what changed, and what became of the page', async () => {
    const { code, out } = await judge('series --symbols two.bin.nm');
    expect(code).toBe(1);
    expect(out).toMatch(
      /^3 dumps, 1 of which cannot be used: the first in which something is wrong is event-00010\.bin\.gz\.\n\nevent-00011\.bin: it has 1048577 bytes/,
    );
    expect(out).toMatch(
      /In event-00009\.bin nothing is wrong yet\. Then came: exit of process 2\n {3}What changed:\n {5}process 2: runnable, then free\n/,
    );
    expect(out).toMatch(
      /event-00009\.bin: counts 1, used by the root of process 2\n {5}event-00010\.bin\.gz: counts 1, used by nobody/,
    );
  });

  test('with registers: that the kernel was at work is said', async () => {
    expect((await judge('three.bin --symbols three.bin.nm --registers registers.txt')).out).toMatch(
      /The kernel was at work/,
    );
  });

  test('in JSON with all places, and drawn', async () => {
    const { code, out } = await judge('series --symbols two.bin.nm --json --picture memory.svg');
    const told = JSON.parse(out);
    expect([code, told.firstWrong, told.event, told.dumps.length]).toEqual([1, 1, 'exit of process 2', 3]);
    expect(told.dumps[1].violations[0].places.map(({ page }: { page: number }) => page)).toEqual([12, 13, 14, 15, 19]);
    expect(told.dumps[2].unusable).toMatch(/was it cut off/);
    expect(readFileSync(join(FOLDER, 'memory.svg'), 'utf8')).toMatch(/^<svg[\s\S]*>L<[\s\S]*<\/svg>\n$/);
    await judge('four.bin --symbols four.bin.nm --picture jos.svg');
    expect(existsSync(join(FOLDER, 'jos.svg'))).toBe(true);
  });
});

/** Command lines that cannot be obeyed, and what is said. */
const REFUSED: readonly (readonly [words: string, said: RegExp])[] = [
  ['--symbols two.bin.nm', /expected a dump, or a folder/],
  ['two.bin', /--symbols is needed: the ELF file of the kernel/],
  ['gone.bin --symbols two.bin.nm', /judge gone\.bin: there is no such file/],
  ['two.bin --symbols gone.nm', /--symbols gone\.nm: there is no such file/],
  ['two.bin --symbols text.txt', /--symbols text\.txt holds no symbols: it should be the ELF file/],
  ['two.bin --symbols two.bin', /--symbols two\.bin holds no symbols/],
  ['text.txt --symbols two.bin.nm', /text\.txt has 6 bytes, which is no whole memory from address 0/],
  ['empty.bin --symbols two.bin.nm', /empty\.bin is empty/],
  ['cut.bin --symbols two.bin.nm', /cut\.bin has 1500000 bytes, which is no whole memory[\s\S]*was it cut off\?/],
  [
    'cut.bin.gz --symbols two.bin.nm',
    /cut\.bin\.gz is packed \(gzip\), and (?:damaged or cut off|cut off, damaged, or no dump)/,
  ],
  ['huge.bin --symbols two.bin.nm', /huge\.bin has more than 268435456 bytes \(256 MiB\)/],
  ['elf.bin --symbols two.bin.nm', /elf\.bin is an ELF file, and no plain memory: save it with pmemsave/],
  ['zero.bin --symbols two.bin.nm', /zero\.bin does not fit its symbols: at 0x5a000/],
  ['two.bin --symbols four.bin.nm', /two\.bin does not fit its symbols|was taken before mem_init/],
  ['four.bin --symbols two.bin.nm', /four\.bin does not fit its symbols/],
  ['two.bin --symbols other.nm', /the symbols are of neither kernel/],
  ['two.bin --symbols two.bin.nm --kernel linux', /--kernel is weensyos or jos, and not "linux"/],
  ['two.bin --symbols two.bin.nm --kernel jos', /of JOS the symbol npages or npage is needed/],
  ['two.bin --symbols two.bin.nm --layout proc.strid=1', /there is no proc\.strid in a layout/],
  ['two.bin --symbols two.bin.nm --layout text.txt', /--layout text\.txt holds no structures/],
  ['two.bin --symbols two.bin.nm --registers text.txt', /--registers text\.txt holds no registers/],
  ['one.bin two.bin --symbols two.bin.nm --registers registers.txt', /--registers are those of one dump/],
  ['nothing --symbols two.bin.nm', /there is no dump in that folder/],
  ['two.bin --symbols two.bin.nm --picture gone/memory.svg', /cannot be written \(ENOENT\)/],
  ['--gdb-script xv6', /--gdb-script xv6: expected weensyos or jos/],
];

mkdirSync(join(FOLDER, 'nothing'));
put('cut.bin', new Uint8Array(1500000));
put('cut.bin.gz', gzipSync(memoryOf(realDump('w-ok-fork-full')), { level: 1 }).subarray(0, 9000));
put('elf.bin', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]));
put('zero.bin', new Uint8Array(0x200000));
writeFileSync(join(FOLDER, 'other.nm'), '00000000000010a0 T main\n0000000000004010 B counter\n');
put('huge.bin', new Uint8Array(0));

describe('Refused, with what to do and exit code 2, is', () => {
  test.each(REFUSED)('judge %s', async (words, said) => {
    if (words.startsWith('huge')) (await import('node:fs')).truncateSync(join(FOLDER, 'huge.bin'), 0x10001000);
    const { code, out, errors } = await judge(words);
    expect([code, out]).toEqual([2, '']);
    expect(errors.replace(/\s+/g, ' ')).toMatch(said);
    expect(errors).not.toMatch(/\bat .*:\d+:\d+|Error:/);
  });
});

test('the script for gdb is printed for either course', async () => {
  for (const course of ['weensyos', 'jos']) {
    const { code, out } = await judge(`--gdb-script ${course} --symbols obj/mine`);
    expect([code, out.match(/pmemsave/g)?.length, out.includes('file obj/mine')]).toEqual([0, 1, true]);
  }
});

test('in a process of its own it ends as here', () => {
  const { code, out } = ringfence(['judge', 'two.bin', '--symbols', 'two.bin.nm'], FOLDER);
  expect([code, out.includes('nothing leaks, in 5 places')]).toEqual([1, true]);
});
