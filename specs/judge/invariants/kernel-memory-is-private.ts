import { type Ppn, PTE_U, ppnOf } from '../../../hardware/hardware.ts';
import type { Mapping } from '../../../kernel/kernel.ts';
import type { Invariant } from '../invariant.ts';
import { type AddressSpace, isMapping, type Observation } from '../observation.ts';

export const kernelMemoryIsPrivate: Invariant = {
  name: 'kernel memory is private',
  sentence: 'No program may use kernel memory, reserved memory or a page of page tables, but for what is open to all.',
  why: 'A program that can write there is no longer contained by anything; one that can read there sees what others do.',
  violations: (observation) =>
    observation.spaces.flatMap((space) =>
      usable(observation, space).flatMap((mapping) => {
        const page = ppnOf(mapping.pa);
        const what = forbidden(observation, page) ?? (mapping.va < observation.view.userStart ? LOW : null);
        if (what === null) return [];
        const { pid } = space.owner;
        const found = `${what} at 0x${mapping.va.toString(16)} of ${observation.view.nameOf(pid)}`;
        return [{ page, process: pid, expected: 'memory of programs', found }];
      }),
    ),
};

/** What the program of an address space may use, and what is open to it of the kernel's part. */
const usable = ({ view }: Observation, { owner, mappings }: AddressSpace): Mapping[] => [
  ...mappings.filter(({ permissions }) => permissions & PTE_U),
  ...(view.openings?.(owner.root) ?? []),
];

/** What is open below programs, if it is nothing else. */
const LOW = "memory of the kernel's part";

/** What `page` is, if no program may use it. */
const forbidden = ({ view, references }: Observation, page: Ppn): string | null => {
  if (references.get(page)?.some((reference) => !isMapping(reference)) === true) return 'a page of page tables';
  const kind = view.kindOf(page);
  return kind === 'console' || kind === 'allocatable' ? null : `${kind} memory`;
};
