/** Physical memory and its counts. */
import { PAGE_SIZE, type Pa, type Ppn, ppnOf } from '../../../../hardware/hardware.ts';
import type { State } from '../state.ts';
import type { Name } from './name.ts';

/** The page of a physical address; null outside of memory. */
const pageAt = ({ view }: State, address: number): Ppn | null =>
  Number.isInteger(address) && address >= 0 && address < view.pages * PAGE_SIZE ? ppnOf(address as Pa) : null;

const ofPage = <Told>(state: State, address: number, tell: (page: Ppn) => Told): Told | null => {
  const page = pageAt(state, address);
  return page === null ? null : tell(page);
};

/** `bytes` bytes from `address` on, the lowest first; null if memory does not have them all. */
const bytesAt = ({ machine: { memory } }: State, address: number, bytes: number): number | null => {
  if (!Number.isInteger(address) || address < 0 || address + bytes > memory.ramPages * PAGE_SIZE) return null;
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + memory.bytes[address + i];
  return value;
};

export const MEMORY: readonly Name[] = [
  {
    ...{ name: 'word', takes: ['physical address'], gives: 'number', meaning: 'the 32-bit word there, unsigned' },
    of: (state, address) => bytesAt(state, Number(address), 4),
  },
  {
    ...{ name: 'byte', takes: ['physical address'], gives: 'number', meaning: 'the byte there' },
    of: (state, address) => bytesAt(state, Number(address), 1),
  },
  {
    ...{ name: 'refcount', takes: ['page'], gives: 'number', meaning: "the kernel's count of the page" },
    of: (state, address) => ofPage(state, Number(address), (page) => state.view.referenceCount(page)),
  },
  {
    ...{ name: 'references', takes: ['page'], gives: 'number' },
    meaning: 'how many refer to the page, counted from scratch: what its count ought to be',
    of: (state, address) =>
      ofPage(state, Number(address), (page) => state.observation.references.get(page)?.length ?? 0),
  },
  {
    ...{ name: 'kind', takes: ['page'], gives: 'text' },
    meaning: 'what the page is for: "allocatable", "kernel", "console" or "reserved"',
    of: (state, address) => ofPage(state, Number(address), (page) => state.view.kindOf(page)),
  },
];
