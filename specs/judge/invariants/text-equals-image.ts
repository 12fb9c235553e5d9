import { PAGE_SIZE, PTE_W, ppnOf, type Va } from '../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../invariant.ts';
import type { Observation } from '../observation.ts';

/** Pages that the kernel has `marked` may be left out: one that took the place of text can be read-only until it is written. */
const invariant = (marked: boolean): Invariant => ({
  name: 'text equals image',
  sentence: 'Read-only pages of a program hold what its image holds.',
  why: 'They are shared by all who descend from one process: whoever changes them changes the program of all.',
  violations: (observation) =>
    (observation.view.processes?.() ?? []).flatMap(({ pid, slot }) => wrongText(observation, pid, slot, marked)),
});

export const textEqualsImage = invariant(false);
/** The same for a kernel that copies on write, or gives pages as they are touched. */
export const unmarkedTextEqualsImage = invariant(true);

/** Whether the entry for `address` of process `pid` has bits that the kernel may use (Intel SDM vol. 3, table 4-20). */
const isMarked = ({ machine, spaces }: Observation, pid: number, address: Va): boolean => {
  const root = spaces.find(({ owner }) => owner.pid === pid)?.owner.root ?? 0;
  const leaf = machine.mmu.steps(address, root * PAGE_SIZE).at(-1);
  return leaf !== undefined && (leaf.low & AVAILABLE) !== 0;
};

const AVAILABLE = 0xe00;

const wrongText = (observation: Observation, pid: number, slot: number, marked: boolean): Violation[] => {
  const { machine, spaces } = observation;
  const text = observation.imageOf(slot)?.segments[0];
  const mappings = spaces.find(({ owner }) => owner.pid === pid)?.mappings ?? [];
  return mappings.flatMap(({ va, pa, permissions }) => {
    const offset = va - (text?.va ?? 0);
    if (text === undefined || permissions & PTE_W || offset < 0 || offset >= text.size) return [];
    const expected = text.bytes.subarray(offset, offset + PAGE_SIZE);
    const at = firstDifference(expected, machine.memory.bytes, pa);
    if (at < 0 || (marked && isMarked(observation, pid, va))) return [];
    const found = `byte ${machine.memory.bytes[pa + at]} at 0x${(va + at).toString(16)}`;
    return [{ page: ppnOf(pa), process: pid, expected: `byte ${expected[at]} of the image`, found }];
  });
};

/** The first byte of `expected` that is not at `start` of `bytes`, or -1: by words as far as they are equal, since texts are compared at every trap. */
const firstDifference = (expected: Uint8Array, bytes: Uint8Array, start: number): number => {
  for (let i = equalWords(expected, bytes, start) * 4; i < expected.length; i++)
    if (bytes[start + i] !== expected[i]) return i;
  return -1;
};

const equalWords = (expected: Uint8Array, bytes: Uint8Array, start: number): number => {
  if (((expected.byteOffset | (bytes.byteOffset + start)) & 3) !== 0) return 0;
  const words = new Int32Array(expected.buffer, expected.byteOffset, expected.length >> 2);
  const found = new Int32Array(bytes.buffer, bytes.byteOffset + start, words.length);
  let equal = 0;
  while (equal < words.length && words[equal] === found[equal]) equal++;
  return equal;
};
