/**
 * Where things lie in physical memory, and in the kernel's image.
 *
 *     000000 +-----------------------------+
 *            | reserved (null page)        |
 *     001000 | free                        |
 *     040000 | kernel text                 | \
 *     048000 | read-only data              |  |
 *     04f000 | kernel page table, 5 pages  |  |
 *     054000 | ptable[], variables         |  | kernel image
 *     055000 | ptable[] from slot 16 on    |  |
 *     056000 | physpages[]                 |  |
 *     057000 | interrupt descriptor table  |  |
 *     058000 | allocator, if there is one  | /   to 05f1b0
 *     060000 | free                        |
 *     07f000 | kernel stack, one page      |
 *     080000 | free                        |
 *     0a0000 | reserved; console at 0b8000 |
 *     100000 | free                        |
 *     200000 +-----------------------------+
 */
import { CONSOLE_PAGE, PAGE_SIZE, type Ppn, pa, pageRoundUp, ppn, va } from '../../hardware/hardware.ts';
import type { KernelSymbol } from '../view.ts';

export const KERNEL_START = 0x40000;
/** End of the recorded kernels' image, on which the number of free pages depends. */
export const KERNEL_END = 0x5f1b0;
export const KERNEL_TEXT_END = 0x48000;

/** Five static pages, in order: L4, L3, L2, L1 for 0 to 2 MiB, L1 for 2 to 4 MiB. */
export const KERNEL_PAGETABLE = pa(0x4f000);
export const KERNEL_PAGETABLE_PAGES = 5;

/** Process descriptors of 208 bytes, sixteen to a page, so that none crosses into the next. */
export const PROCESS_BYTES = 208;
const PTABLE = 0x54000;
const DESCRIPTORS_A_PAGE = 16;
export const processAddress = (slot: number): number =>
  PTABLE + Math.floor(slot / DESCRIPTORS_A_PAGE) * PAGE_SIZE + (slot % DESCRIPTORS_A_PAGE) * PROCESS_BYTES;

/** The slot of the descriptor at `address`; 0, that nobody is in, for the null pointer. */
export const slotAt = (address: number): number => {
  const page = Math.floor((address - PTABLE) / PAGE_SIZE);
  return address === 0 ? 0 : page * DESCRIPTORS_A_PAGE + (address - PTABLE - page * PAGE_SIZE) / PROCESS_BYTES;
};

/**
 * Variables, in the page of the descriptors: most traps need no other page of data. They are as wide as the real kernel's, of whose
 * quadwords the high half is always 0: the address of a descriptor, and a count of ticks.
 */
export const CURRENT = va(0x54d00);
export const TICKS = va(0x54d08);
/** The cursor of cursor page orders; the state of the random one. */
export const NEXT_PAGE = va(0x54d10);
export const RANDOM_STATE = va(0x54d14);
/** Physical page that the memory viewer took, 0 before it did. */
export const VIEWER_PAGE = va(0x54d18);

const VARIABLES = new Map<number, string>([
  ...([
    [CURRENT, 'current'],
    [TICKS, 'ticks'],
    [NEXT_PAGE, 'next_page'],
  ] as const),
  ...([
    [RANDOM_STATE, 'the random state'],
    [VIEWER_PAGE, 'the page of the memory viewer'],
  ] as const),
]);
/** The name of the variable at physical address `address`; null if there is none. */
export const variableAt = (address: number): string | null => VARIABLES.get(address) ?? imageName(address);

/** Reference counts, a byte a page: up to 1,024 of them. */
export const PHYSPAGES = va(0x56000);
export const MOST_PAGES = 1024;
export const INTERRUPT_TABLE = va(0x57000);

export const KERNEL_STACK_PAGE = 0x7f;
export const KERNEL_STACK_TOP = 0x80000;

/** What else of the kernel's lies there and has no words with names. */
const imageName = (address: number): string | null => {
  if (address >= KERNEL_START && address < KERNEL_TEXT_END) return `kernel text at 0x${address.toString(16)}`;
  if (address >= INTERRUPT_TABLE && address < INTERRUPT_TABLE + PAGE_SIZE) return 'the interrupt descriptor table';
  return Math.floor(address / PAGE_SIZE) === KERNEL_STACK_PAGE ? 'the kernel stack' : null;
};

/** The words of an allocator in place of the kernel's own: the rest of bss. */
export const ALLOCATOR = va(0x58000);
export const ALLOCATOR_BYTES = KERNEL_END - ALLOCATOR;

/**
 * The image under the names that the real one's symbol table has, by address, of a kernel with so many pages and slots. Statics have the
 * names that C++ compilers give them.
 */
export const symbolsOf = (pages: number, slots: number): readonly KernelSymbol[] => {
  const symbol = (name: string, address: number, bytes: number, type: KernelSymbol['type'] = 'B') =>
    ({ name, address, bytes, type }) as const;
  return [
    symbol('_kernel_start', KERNEL_START, 0, 'T'),
    symbol('_etext', KERNEL_TEXT_END, 0, 'T'),
    symbol('kernel_pagetable', KERNEL_PAGETABLE, KERNEL_PAGETABLE_PAGES * PAGE_SIZE),
    symbol('ptable', PTABLE, slots * PROCESS_BYTES),
    symbol('current', CURRENT, QUAD),
    symbol('_ZL5ticks', TICKS, QUAD, 'b'),
    symbol('_ZZ17console_memviewerP4procE2mu', VIEWER_PAGE, 2 * QUAD, 'b'),
    symbol('physpages', PHYSPAGES, pages),
    symbol('interrupt_descriptors', INTERRUPT_TABLE, PAGE_SIZE),
    symbol('_kernel_end', KERNEL_END, 0),
  ];
};
const QUAD = 8;

/** Slots whose descriptors lie one behind the other, without the gap that a page's end makes: the real kernel's array has none. */
export const UNBROKEN_SLOTS = DESCRIPTORS_A_PAGE;

const FIRST_KERNEL_PAGE = KERNEL_START / PAGE_SIZE;
const AFTER_KERNEL_PAGE = pageRoundUp(KERNEL_END) / PAGE_SIZE;
const IO_START = 0xa0;
const IO_END = 0x100;
/** Memory must reach beyond the I/O hole, and the kernel's own tables reach no further than 4 MiB. */
export const FEWEST_PAGES = IO_END;

/** Whether the page is of the null page or the I/O hole, which no kernel may hand out. The console is one of them. */
export const isReserved = (page: Ppn): boolean => page === 0 || (page >= IO_START && page < IO_END);
export const isConsole = (page: Ppn): boolean => page === CONSOLE_PAGE;
export const isKernelPage = (page: Ppn): boolean =>
  page === KERNEL_STACK_PAGE || (page >= FIRST_KERNEL_PAGE && page < AFTER_KERNEL_PAGE);
/** For each page whether it is free for allocation, as a table: the search for a free page asks of hundreds. */
const ALLOCATABLE = Uint8Array.from({ length: MOST_PAGES }, (_, n) =>
  isReserved(ppn(n)) || isKernelPage(ppn(n)) ? 0 : 1,
);

/** The first page that is not given away where the lowest `count` are, of a memory of `pages` pages; null for all. */
export const allocatableEnd = (pages: number, count: number | null): number => {
  let left = count ?? Number.POSITIVE_INFINITY;
  let page = 0;
  for (; page < pages && left > 0; page++) if (ALLOCATABLE[page] === 1) left--;
  return page;
};

/** Whether the kernel may allocate `page`, where all from page `end` on are not given away. */
export const isAllocatable = (page: Ppn, end: number): boolean => page >= 0 && page < end && ALLOCATABLE[page] === 1;

const KERNEL_TEXT_TAG = 0x5246;
/** What the word of kernel text at `address` holds: like a program's, it says where it belongs. */
export const kernelTextWord = (address: number): number => (KERNEL_TEXT_TAG << 16) | ((address - KERNEL_START) >> 2);
