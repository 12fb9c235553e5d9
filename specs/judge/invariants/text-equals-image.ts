import { PAGE_SIZE, PTE_W, ppnOf } from '../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../invariant.ts';
import type { Observation } from '../observation.ts';

export const textEqualsImage: Invariant = {
  name: 'text equals image',
  sentence: 'Read-only pages of a program hold what its image holds.',
  why: 'They are shared by all who descend from one process: whoever changes them changes the program of all.',
  violations: (observation) =>
    (observation.view.processes?.() ?? []).flatMap(({ pid, slot }) => wrongText(observation, pid, slot)),
};

const wrongText = ({ machine, spaces }: Observation, pid: number, slot: number): Violation[] => {
  const text = machine.threadOf(slot)?.image.segments[0];
  const mappings = spaces.find(({ owner }) => owner.pid === pid)?.mappings ?? [];
  return mappings.flatMap(({ va, pa, permissions }) => {
    const offset = va - (text?.va ?? 0);
    if (text === undefined || permissions & PTE_W || offset < 0 || offset >= text.size) return [];
    const expected = text.bytes.subarray(offset, offset + PAGE_SIZE);
    const at = firstDifference(expected, machine.memory.bytes, pa);
    if (at < 0) return [];
    const found = `byte ${machine.memory.bytes[pa + at]} at 0x${(va + at).toString(16)}`;
    return [{ page: ppnOf(pa), process: pid, expected: `byte ${expected[at]} of the image`, found }];
  });
};

const firstDifference = (expected: Uint8Array, bytes: Uint8Array, start: number): number => {
  for (let i = 0; i < expected.length; i++) if (bytes[start + i] !== expected[i]) return i;
  return -1;
};
