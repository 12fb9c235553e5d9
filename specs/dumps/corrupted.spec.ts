/** Whatever is wrong with a dump, the judge finds it or says why it cannot: it never fails, and never takes long. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { mistakesShown } from './causes.ts';
import { judged } from './judged.ts';
import { isWrong } from './judgement.ts';
import { memoryOf, REAL_DUMPS, realDump, symbolsOf } from './real/dumps.ts';
import { readRegisters } from './registers.ts';
import { readSymbols } from './symbols/symbols.ts';
import { UnusableDump } from './unusable.ts';

/** What happens to memory: `page` is one that holds something, `value` anything. */
type Damage = (words: Int32Array, page: number, value: number) => void;
const WORDS = PAGE_SIZE / 4;
const DAMAGES: readonly Damage[] = [
  (words, page, value) => words.fill(value, page * WORDS + (value & 1023), page * WORDS + (value & 1023) + 1),
  (words, page, value) => words.fill(value, page * WORDS, (page + 1) * WORDS),
  (words, page) => words.fill((page * PAGE_SIZE) | 7, page * WORDS, (page + 1) * WORDS),
  (words, page, value) => {
    for (let i = 0; i < WORDS; i++) words[page * WORDS + i] = Math.imul(value + i, 0x9e3779b1);
  },
  (words, page) => words.fill(0, page * WORDS, (page + 1) * WORDS),
  (words, page, value) => words.copyWithin(page * WORDS, (value >>> 12) % words.length),
];

const pagesIn = (memory: string): number[] =>
  memory.split(' ').flatMap((run) => {
    const [page, , count] = run.split(',').map(Number);
    return Array.from({ length: count }, (_, i) => page + i);
  });

const damage = fc.record({ kind: fc.nat(DAMAGES.length - 1), page: fc.nat(4096), value: fc.integer() });

test('a dump that was damaged at random is judged, or refused with a sentence', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(REAL_DUMPS.length - 1),
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(REAL_DUMPS.length - 1), { freq: 8 }),
      fc.option(fc.nat()),
      async (index, damages, other, register) => {
        const dump = REAL_DUMPS[index];
        const memory = memoryOf(dump);
        const pages = pagesIn(dump.memory);
        for (const { kind, page, value } of damages)
          DAMAGES[kind](new Int32Array(memory.buffer), pages[page % pages.length], value);
        const registers =
          register === null
            ? null
            : readRegisters(`RSP=${(0x7f000 + (register % 4096)).toString(16)} ESP=${register.toString(16)}`);
        try {
          const judgement = await judged(memory, symbolsOf(REAL_DUMPS[other ?? index]), { registers });
          seen.add(isWrong(judgement) ? 'wrong' : 'right');
          if (isWrong(judgement)) await mistakesShown(judgement);
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableDump);
          seen.add('refused');
        }
      },
    ),
    { numRuns: 60, seed: 21 },
  );
  expect([...seen].toSorted()).toEqual(['refused', 'right', 'wrong']);
});

const wordsOf = (name: string): Int32Array => new Int32Array(memoryOf(realDump(name)).buffer);
const findings = async (name: string, words: Int32Array): Promise<readonly string[]> =>
  (await judged(new Uint8Array(words.buffer), symbolsOf(realDump(name)))).findings.violations.map(
    (finding) => finding.name,
  );

/** Where pages[] lies in the dumps of lab 2, and the head of the free list. */
const PAGES = 0x11b000;
const HEAD = 0x1192c8;
const descriptor = (page: number): number => 0xf0000000 + PAGES + page * 8;

test('a free list in a circle, and one that leads through what is no descriptor, is told', async () => {
  const name = 'j-ok-mit2-monitor';
  const circle = wordsOf(name);
  circle[(PAGES + 100 * 8) / 4] = descriptor(105);
  expect(await findings(name, circle)).toContain('free list ends');
  const astray = wordsOf(name);
  astray[(PAGES + 100 * 8) / 4] = 0xf0100123;
  expect(await findings(name, astray)).toContain('free list ends');
  const beyond = wordsOf(name);
  beyond[HEAD / 4] = descriptor(5000);
  expect(await findings(name, beyond)).toContain('free list ends');
});

test('tables that lead to themselves come to an end, and that is told', async () => {
  const name = 'w-ok-fork-early';
  const words = wordsOf(name);
  const root = words[(0x58220 + 208) / 4];
  words.fill(root | 7, root / 4, root / 4 + WORDS);
  const found = await findings(name, words);
  expect(found).toContain('tables end');
  expect(found).toContain('tables have one owner');
});

test('an entry that leads out of memory is told, with its address', async () => {
  const name = 'w-ok-fork-early';
  const words = wordsOf(name);
  // The last level of process 1, where its second page of text is.
  const levels = [0, 0, 0].reduce((table) => words[table / 4] & ~0xfff, words[(0x58220 + 208) / 4]);
  words[levels / 4 + 0x101 * 2] = 0x7ff000 | 7;
  const judgement = await judged(new Uint8Array(words.buffer), symbolsOf(realDump(name)));
  expect(judgement.findings.violations.map((finding) => [finding.name, finding.places[0].found])).toContainEqual([
    ...['kernel memory is private', 'reserved memory at 0x101000 of process 1'],
  ]);
});

test('memory without a kernel, and symbols of another one, are refused with what to do', async () => {
  const right = realDump('w-ok-fork-early');
  await expect(judged(new Uint8Array(right.bytes), symbolsOf(right))).rejects.toThrow(
    /same build.*after the kernel had started/,
  );
  const jos = realDump('j-ok-mit2-monitor');
  await expect(judged(memoryOf(jos), symbolsOf(right))).rejects.toThrow(/does not fit its symbols/);
  await expect(judged(memoryOf(right), symbolsOf(jos))).rejects.toThrow(/does not fit its symbols|before mem_init/);
  await expect(judged(memoryOf(realDump('j-ok-lab4-forktree-1')), symbolsOf(jos))).rejects.toThrow(UnusableDump);
});

test('a dump of JOS that ends before the memory that the kernel counts is refused, with what to save; one that does not is judged', async () => {
  const dump = realDump('j-ok-mit2-monitor');
  const memory = memoryOf(dump);
  const at = (readSymbols(symbolsOf(dump)).find('npages')?.address ?? 0) - 0xf0000000;
  const pages = new Int32Array(memory.buffer)[at >> 2];
  const upTo = (count: number): Promise<unknown> => judged(memory.slice(0, count * PAGE_SIZE), symbolsOf(dump));
  await expect(upTo(pages - 1)).rejects.toThrow(
    `holds ${pages - 1} pages, and the kernel says that it has ${pages}: save 0x${(pages * PAGE_SIZE).toString(16)} bytes from address 0 on`,
  );
  await expect(upTo(pages)).resolves.toBeDefined();
});
