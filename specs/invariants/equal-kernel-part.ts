import type { Va } from '../../hardware/hardware.ts';
import type { Mapping } from '../../kernel/kernel.ts';
import type { Invariant } from './invariant.ts';

const describe = (mapping: Mapping | undefined): string => {
  if (mapping === undefined) return 'nothing more';
  const { va, pa, permissions } = mapping;
  return `0x${va.toString(16)} to 0x${pa.toString(16)}, permissions ${permissions}`;
};

const equal = (a: Mapping, b: Mapping): boolean => a.va === b.va && a.pa === b.pa && a.permissions === b.permissions;

export const equalKernelPart: Invariant = {
  name: 'equal kernel part',
  sentence: 'Every process maps kernel memory exactly as the kernel itself does.',
  why: 'A trap arrives on the tables of whoever runs: what the kernel needs then must be there, and nothing else.',
  violations: ({ view, spaces }) => {
    const expected = below(view.userStart, view.mappings(view.kernelRoot));
    return spaces.flatMap(({ process, mappings }) => {
      const found = below(view.userStart, mappings);
      const at = expected.findIndex((mapping, i) => i >= found.length || !equal(mapping, found[i]));
      if (at < 0 && found.length === expected.length) return [];
      const place = at < 0 ? expected.length : at;
      return [{ process: process.pid, expected: describe(expected[place]), found: describe(found[place]) }];
    });
  },
};

const below = (end: Va, mappings: readonly Mapping[]): readonly Mapping[] => mappings.filter(({ va }) => va < end);
