/**
 * What a run costs, to the cycle. The numbers are those of the model as it is: a change that is not meant to cost anything must leave
 * them, and one that is meant to changes them here, knowingly.
 */
import { expect, test } from 'vitest';
import { counter } from '../../../hardware/hardware.ts';
import { WeensyKernel, type WeensyParameters } from '../../../kernel/kernel.ts';
import { allocators, exitProgram } from '../../../userland/userland.ts';

const FIELDS = [counter.CYCLES, counter.TLB_HITS, counter.TLB_MISSES, counter.WALK_LOADS, counter.FLUSHES];

/** The counters after the boot, and after `events` events, usually of a program that does everything. */
const accounts = (parameters: Partial<WeensyParameters>, events = 400): readonly (readonly number[])[] => {
  const kernel = new WeensyKernel({ programs: [exitProgram(3)], ...parameters });
  kernel.boot();
  const read = (): number[] => FIELDS.map((field) => kernel.machine.counters[field]);
  const boot = read();
  kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return [boot, read()];
};

test('so does a run that has used all memory up', () => {
  expect(accounts({ programs: allocators(), pages: 256 }, 4000)[1]).toEqual([4965337.75, 104324, 33703, 134812, 8003]);
});

test('a run costs what it does, under each page order', () => {
  expect(accounts({})).toEqual([
    [18370.6875, 2644, 29, 116, 3],
    [604350.6875, 17059, 3692, 14768, 803],
  ]);
  expect(accounts({ order: { kind: 'cursor', stride: 3 }, timer: { mode: 'every', period: 5 } })).toEqual([
    [18405.6875, 2664, 29, 116, 3],
    [598258.6875, 16598, 3501, 14004, 803],
  ]);
  expect(accounts({ order: { kind: 'random', seed: 9 }, pages: 256 })).toEqual([
    [17618.6875, 2408, 29, 116, 3],
    [605369.6875, 17025, 3692, 14768, 803],
  ]);
});
