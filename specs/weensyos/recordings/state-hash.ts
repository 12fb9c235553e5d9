/** The three hashes of a state that the recordings' checkpoints hold: reference counts, address spaces, heaps. */
import { type Memory, PAGE_SIZE, ppn, ppnOf, vpnOf } from '../../../hardware/hardware.ts';
import { abi, type Mapping, type ProcessView, type WeensyProcess, type WeensyView } from '../../../kernel/kernel.ts';
import { Fnv } from './fnv.ts';

/** Mappings of memory that is the process's own to allocate: not the console. */
export const ownMappings = (view: WeensyView, process: ProcessView): Mapping[] =>
  view.userMappings(process).filter(({ va }) => va >= abi.PROC_START_ADDR && va < abi.MEMSIZE_VIRTUAL);

export const isHeap = (process: WeensyProcess, { va }: Mapping): boolean =>
  va >= process.heapBottom && va < abi.STACK_PAGE;

export const hashReferenceCounts = (view: WeensyView): Fnv => {
  const hash = new Fnv();
  for (let page = 0; page < view.pages; page++) hash.byte(view.referenceCount(ppn(page)));
  return hash;
};

export const hashAddressSpaces = (view: WeensyView): Fnv => {
  const hash = new Fnv();
  for (const process of view.processes()) {
    hash.number(process.pid, 1);
    hash.number(process.root, 2);
    for (const { level, page } of view.tables(process.root)) {
      hash.number(level, 1);
      hash.number(page, 2);
    }
    for (const { va, pa, permissions } of ownMappings(view, process)) {
      hash.number(vpnOf(va), 2);
      hash.number(ppnOf(pa), 2);
      hash.number(permissions, 1);
    }
  }
  return hash;
};

export const hashHeaps = (view: WeensyView, memory: Memory): Fnv => {
  const hash = new Fnv();
  for (const process of view.processes()) {
    hash.number(process.pid, 1);
    for (const mapping of ownMappings(view, process)) {
      if (!isHeap(process, mapping)) continue;
      hash.number(vpnOf(mapping.va), 2);
      hash.bytes(memory.bytes.subarray(mapping.pa, mapping.pa + PAGE_SIZE));
    }
  }
  return hash;
};
