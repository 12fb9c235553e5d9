/** Pages that the kernel took for itself, found by its variables: the memory viewer keeps one from its first picture on. */
import { PAGE_SIZE, type Ppn, pa, ppn } from '../../../hardware/hardware.ts';
import { KERNEL_STACK_TOP, KERNEL_START } from '../../../kernel/weensyos/layout.ts';
import type { WeensyView } from '../../../kernel/weensyos/view.ts';
import type { Symbols } from '../symbols/symbols.ts';
import type { WeensyFound } from './kernel-layout.ts';

/** Pages that are counted once, and to which a variable of the kernel points, with its name. Descriptors and tables are no such variables. */
export const keptByKernel = (
  view: WeensyView,
  words: Int32Array,
  found: WeensyFound,
  symbols: Symbols,
): Map<Ppn, string> => {
  const kept = new Map<Ppn, string>();
  const { descriptors, counts, kernelRoot } = found;
  const first = Math.max(KERNEL_START, symbols.find('_data_start', '_edata')?.address ?? 0);
  const tables = kernelRoot * PAGE_SIZE;
  const isVariable = (at: number): boolean =>
    !(at >= descriptors.address && at < descriptors.address + descriptors.slots * descriptors.stride) &&
    !(at >= counts.start && at < counts.end) &&
    !(at >= tables && at < tables + 5 * PAGE_SIZE);
  for (let at = Math.ceil(first / 8) * 8; at < found.kernelEnd * PAGE_SIZE; at += 8) {
    const value = words[at >> 2];
    if (value <= 0 || value % PAGE_SIZE !== 0 || words[(at >> 2) + 1] !== 0 || value === KERNEL_STACK_TOP) continue;
    const page = ppn(value / PAGE_SIZE);
    if (page >= view.pages || view.kindOf(page) !== 'allocatable' || view.referenceCount(page) !== 1 || !isVariable(at))
      continue;
    if (!kept.has(page)) kept.set(page, symbols.nameAt(at) ?? `the word at 0x${pa(at).toString(16)}`);
  }
  return kept;
};
