import { PAGE_SIZE, type Ppn, PTE_FLAGS, PTE_U, pa, ppnOf, va } from '../../../hardware/hardware.ts';
import type { Mapping } from '../../../kernel/kernel.ts';
import type { Invariant } from '../invariant.ts';
import type { AddressSpace, Observation } from '../observation.ts';

export const kernelMemoryIsPrivate: Invariant = {
  name: 'kernel memory is private',
  sentence: 'No program may use kernel memory, reserved memory or a page of page tables, but for the console.',
  why: 'A program that can write there is no longer contained by anything; one that can read there sees what others do.',
  violations: (observation) =>
    observation.spaces.flatMap((space) =>
      usable(observation, space).flatMap((mapping) => {
        const page = ppnOf(mapping.pa);
        const what = forbidden(observation, page);
        if (what === null) return [];
        const { pid } = space.process;
        const found = `${what} at 0x${mapping.va.toString(16)} of process ${pid}`;
        return [{ page, process: pid, expected: 'memory of programs', found }];
      }),
    ),
};

/** What the program of an address space may use, the kernel's part included. */
const usable = ({ view }: Observation, { process, mappings }: AddressSpace): Mapping[] => {
  const found = mappings.filter(({ permissions }) => permissions & PTE_U);
  const kernelPart = view.kernelPart(process.root);
  for (let page = 0; page < kernelPart.length; page++) {
    const entry = kernelPart[page];
    if (entry & PTE_U) found.push({ va: va(page * PAGE_SIZE), pa: pa(entry & ~PTE_FLAGS), permissions: entry & 7 });
  }
  return found;
};

/** What `page` is, if no program may use it. */
const forbidden = ({ view, references }: Observation, page: Ppn): string | null => {
  if (references.get(page)?.some(({ as }) => as !== 'mapping') === true) return 'a page of page tables';
  const kind = view.kindOf(page);
  return kind === 'console' || kind === 'allocatable' ? null : `${kind} memory`;
};
