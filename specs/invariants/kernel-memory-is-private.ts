import { PTE_U, ppnOf } from '../../hardware/hardware.ts';
import type { Invariant } from './invariant.ts';

export const kernelMemoryIsPrivate: Invariant = {
  name: 'kernel memory is private',
  sentence: 'No program may use kernel memory, reserved memory or a page of page tables, but for the console.',
  why: 'A program that can write there is no longer contained by anything; one that can read there sees what others do.',
  violations: ({ view, spaces, references }) =>
    spaces.flatMap(({ process, mappings }) =>
      mappings.flatMap(({ va, pa, permissions }) => {
        if ((permissions & PTE_U) === 0) return [];
        const page = ppnOf(pa);
        const kind = view.kindOf(page);
        const isTable = references.get(page)?.some(({ as }) => as !== 'mapping') === true;
        if (kind === 'console' || (kind === 'allocatable' && !isTable)) return [];
        const what = isTable ? 'a page of page tables' : `${kind} memory`;
        const found = `${what} at 0x${va.toString(16)} of process ${process.pid}`;
        return [{ page, process: process.pid, expected: 'memory of programs', found }];
      }),
    ),
};
