import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import type { Invariant } from '../invariant.ts';

const describe = (page: number, entry: number): string => {
  const at = `0x${(page * PAGE_SIZE).toString(16)}`;
  if (entry === 0) return `${at} not mapped`;
  const permissions = entry % PAGE_SIZE;
  return `${at} to 0x${(entry - permissions).toString(16)}, permissions ${permissions}`;
};

export const equalKernelPart: Invariant = {
  name: 'equal kernel part',
  sentence: 'Every process maps kernel memory exactly as the kernel itself does.',
  why: 'A trap arrives on the tables of whoever runs: what the kernel needs then must be there, and nothing else.',
  violations: ({ view, spaces }) => {
    const expected = view.kernelPart(view.kernelRoot);
    return spaces.flatMap(({ process }) => {
      const found = view.kernelPart(process.root);
      const page = expected.findIndex((entry, i) => entry !== found[i]);
      if (page < 0) return [];
      return [{ process: process.pid, expected: describe(page, expected[page]), found: describe(page, found[page]) }];
    });
  },
};
