import type { Invariant } from '../invariant.ts';

export const equalKernelPart: Invariant = {
  name: 'equal kernel part',
  sentence: 'Every address space maps kernel memory exactly as the kernel itself does.',
  why: 'A trap arrives on the tables of whoever runs: what the kernel needs then must be there, and nothing else.',
  violations: ({ view, spaces }) => {
    const expected = view.kernelPart(view.kernelRoot);
    return spaces.flatMap(({ owner }) => {
      const found = view.kernelPart(owner.root);
      const piece = expected.findIndex((entry, i) => entry !== found[i]);
      if (piece < 0) return [];
      const describe = (part: Int32Array): string => view.describeKernelPart(piece, part[piece]);
      return [{ process: owner.pid, expected: describe(expected), found: describe(found) }];
    });
  },
};
