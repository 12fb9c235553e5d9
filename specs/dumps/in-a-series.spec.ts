/** A dump that follows another in a series is judged as it is alone: what is known from before only saves time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { machineFor } from './dump.ts';
import { type Judgement, judgeDump } from './judgement.ts';
import { kindOf } from './kind.ts';
import { GivenLayout } from './layout.ts';
import { memoryOf, realDump, symbolsOf } from './real/dumps.ts';
import { readSymbols } from './symbols/symbols.ts';

const RIGHT = ['j-ok-mit2-monitor', 'j-ok-sjtu2-monitor', 'j-ok-lab4-forktree-1'];

/** Where in a right dump of JOS the kernel keeps its own part of the map: the upper entries of its directory, and the tables they lead to. */
const mapWords = ({ dump: { view, machine } }: Judgement): number[] => {
  const root = view.kernelRoot * (PAGE_SIZE / 4);
  const entries = Array.from({ length: 1024 - 0x3bb }, (_, i) => root + 0x3bb + i);
  const tables = view.kernelTables().map((page) => page * (PAGE_SIZE / 4));
  return [...entries, ...tables.flatMap((table) => [table, table + 1, table + 511, table + 1023])].filter(
    (word) => machine.memory.words[word] !== 0,
  );
};

const prepared = async (name: string) => {
  const dump = realDump(name);
  const symbols = readSymbols(symbolsOf(dump));
  const kind = await kindOf(symbols, undefined);
  const memory = memoryOf(dump);
  const machines = [0, 1, 2].map(() => machineFor(memory.length, kind.paging, kind.slots));
  const judge = (number: number, change: (words: Int32Array) => void, before: Judgement | null): Promise<Judgement> => {
    const machine = machines[number];
    machine.memory.bytes.set(memory);
    change(machine.memory.words);
    return judgeDump(kind, machine, { symbols, given: new GivenLayout(), registers: null }, before);
  };
  const right = await judge(0, () => {}, null);
  return {
    places: mapWords(right),
    alone: (change: (words: Int32Array) => void) => judge(1, change, null),
    after: (change: (words: Int32Array) => void) => judge(2, change, right),
  };
};

test('one word of the map that changes is found after a dump in which all was right, as it is alone', async () => {
  const subjects = await Promise.all(RIGHT.map(prepared));
  let wrong = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(subjects.length - 1), fc.nat(), fc.nat(31), async (index, at, bit) => {
      const { places, ...judged } = subjects[index];
      const change = (words: Int32Array): void => {
        words[places[at % places.length]] ^= 1 << bit;
      };
      const alone = await judged.alone(change);
      const after = await judged.after(change);
      expect(after.findings).toEqual(alone.findings);
      wrong += alone.findings.violations.length > 0 ? 1 : 0;
    }),
    { numRuns: 40, examples: [[0, 1, 0]] },
  );
  expect(wrong).toBeGreaterThan(10);
});
