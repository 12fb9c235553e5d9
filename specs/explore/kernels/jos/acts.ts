/** What is done with lab 2's functions: each with whatever page it can be called with, told by where the page is and not by its number. */
import { memlayout } from '../../../../kernel/kernel.ts';
import type { JosCaller } from './caller.ts';

/** Something that can be done. */
export interface Act {
  readonly text: string;
  /** Does it. Returns whether it could be done. */
  take(caller: JosCaller): boolean;
}

const { PTE_U, PTE_W } = memlayout;
const hex = (address: number): string => `0x${address.toString(16)}`;

/** All that can be done with pages at `addresses`. */
export const actsOf = (addresses: readonly number[]): readonly Act[] => [
  { text: 'page_alloc(0)', take: (caller) => caller.alloc() },
  { text: 'page_alloc(ALLOC_ZERO)', take: (caller) => caller.allocZeroed() },
  { text: 'page_free(a page that was taken)', take: (caller) => caller.free() },
  ...addresses.flatMap((address): Act[] => [
    {
      text: `page_insert(a page that was taken, ${hex(address)}, PTE_W)`,
      take: (caller) => caller.insertHeld(address, PTE_W),
    },
    ...addresses.map((from) => ({
      text: `page_insert(the page at ${hex(from)}, ${hex(address)}, PTE_W)`,
      take: (caller: JosCaller) => caller.insertMapped(from, address, PTE_W),
    })),
    {
      text: `page_insert(the page at ${hex(address)}, ${hex(address)}, PTE_U)`,
      take: (caller: JosCaller) => caller.insertMapped(address, address, PTE_U),
    },
    { text: `page_lookup(${hex(address)})`, take: (caller) => caller.lookUp(address) },
    { text: `page_remove(${hex(address)})`, take: (caller) => caller.remove(address) },
    { text: `load from ${hex(address)}`, take: (caller) => caller.load(address) },
  ]),
];
