/** A dump that follows another in a series is judged as it is alone: what is known from before only saves time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONSOLE_ADDRESS, PAGE_SIZE } from '../../hardware/hardware.ts';
import { machineFor } from './dump.ts';
import { type Judgement, judgeDump } from './judgement.ts';
import { kindOf } from './kind.ts';
import { GivenLayout } from './layout.ts';
import type { Changed } from './open-dump.ts';
import { memoryOf, realDump, symbolsOf } from './real/dumps.ts';
import { readSymbols } from './symbols/symbols.ts';
import { UnusableDump } from './unusable.ts';

const RIGHT = ['j-ok-mit2-monitor', 'j-ok-sjtu2-monitor', 'j-ok-lab4-forktree-1'];

/** A right dump, and what comes after it: the same but for what `change` changes, judged after `known`, or alone. */
const prepared = async (name: string) => {
  const dump = realDump(name);
  const symbols = readSymbols(symbolsOf(dump));
  const kind = await kindOf(symbols, undefined);
  const memory = memoryOf(dump);
  const [first, second] = [0, 1].map(() => machineFor(memory.length, kind.paging, kind.slots));
  const beside = { symbols, given: new GivenLayout(), registers: null };
  const judge = (
    known: Judgement | null,
    change: (words: Int32Array) => void,
    changed: Changed | null = null,
  ): Promise<Judgement> => {
    second.memory.bytes.set(memory);
    change(second.memory.words);
    return judgeDump(kind, second, beside, known, changed);
  };
  first.memory.bytes.set(memory);
  const before = await judgeDump(kind, first, beside);
  return { before, places: mapWords(before), judge };
};

/** Where in a right dump of JOS the kernel keeps its own part of the map: the upper entries of its directory, and the tables they lead to. */
const mapWords = ({ dump: { view, machine } }: Judgement): number[] => {
  const root = view.kernelRoot * (PAGE_SIZE / 4);
  const entries = Array.from({ length: 1024 - 0x3bb }, (_, i) => root + 0x3bb + i);
  const tables = view.kernelTables().map((page) => page * (PAGE_SIZE / 4));
  return [...entries, ...tables.flatMap((table) => [table, table + 1, table + 511, table + 1023])].filter(
    (word) => machine.memory.words[word] !== 0,
  );
};

test('one word of the map that changes is found after a dump in which all was right, as it is alone', async () => {
  const subjects = await Promise.all(RIGHT.map(prepared));
  let wrong = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(subjects.length - 1), fc.nat(), fc.nat(31), async (index, at, bit) => {
      const { before, places, judge } = subjects[index];
      const change = (words: Int32Array): void => {
        words[places[at % places.length]] ^= 1 << bit;
      };
      const alone = await judge(null, change);
      const after = await judge(before, change);
      expect(after.findings).toEqual(alone.findings);
      wrong += alone.findings.violations.length > 0 ? 1 : 0;
    }),
    { numRuns: 40, examples: [[0, 1, 0]] },
  );
  expect(wrong).toBeGreaterThan(10);
});

/** What of a dump is looked at apart: the map of the kernel, the screen, and the descriptors of pages; and any other word. */
const places = (judgement: Judgement): readonly (readonly number[])[] => {
  const { view, machine } = judgement.dump;
  const words = (start: number, count: number): number[] => Array.from({ length: count }, (_, i) => (start >> 2) + i);
  return [
    mapWords(judgement),
    words(CONSOLE_ADDRESS, 1000),
    words(view.counts.start - 4, view.pages * 2),
    Array.from({ length: machine.memory.ramPages }, (_, page) => page * (PAGE_SIZE / 4) + (page % 64)),
  ];
};

test('where it is known which pages changed, what is told of a dump is what is told of it alone', async () => {
  const subjects = await Promise.all(RIGHT.map(prepared));
  const kinds = subjects.map(({ before }) => places(before));
  const word = fc.record({ kind: fc.nat(3), at: fc.nat(), bit: fc.nat(31) });
  let [wrong, onScreen] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.nat(subjects.length - 1), fc.array(word, { maxLength: 3 }), async (index, flips) => {
      const { before, judge } = subjects[index];
      const flipped = flips.map(({ kind, at, bit }) => {
        const words = kinds[index][kind];
        return { word: words[at % words.length], bit };
      });
      const change = (words: Int32Array): void => {
        for (const { word, bit } of flipped) words[word] ^= 1 << bit;
      };
      const changed = new Set(flipped.map(({ word }) => Math.floor(word / (PAGE_SIZE / 4))));
      const after = await told(judge(before, change, changed));
      const alone = await told(judge(null, change));
      expect(after).toEqual(alone);
      wrong += alone?.violations.length === 0 ? 0 : 1;
      onScreen += alone?.screen === before.screen ? 0 : 1;
    }),
    { numRuns: 40 },
  );
  expect([wrong > 5, onScreen > 0]).toEqual([true, true]);
});

/** What is said of a dump; null of one that cannot be used. */
const told = async (judged: Promise<Judgement>) => {
  try {
    const { findings, screen, messages } = await judged;
    return { ...findings, screen, messages };
  } catch (error) {
    if (!(error instanceof UnusableDump)) throw error;
    return null;
  }
};
