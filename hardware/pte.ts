/**
 * Entries of x86-64 page tables, eight bytes each (Intel SDM vol. 3, 4.5.4 and tables 4-15 to 4-20).
 *
 *      63  62      52 51                            12 11   9  8   7   6   5   4    3    2   1   0
 *     +---+----------+--------------------------------+------+---+---+---+---+----+----+---+---+---+
 *     | XD|          |  physical address, bits 51..12 |  OS  | G | PS| D | A | PCD| PWT| U | W | P |
 *     +---+----------+--------------------------------+------+---+---+---+---+----+----+---+---+---+
 *      \____ high word ____/                \____________________ low word ____________________/
 *
 * PS stands in L3 (1 GiB) and L2 (2 MiB) entries; in L1 that bit is PAT. G stands in entries that map a page.
 */
export const PTE_P = 1 << 0;
/** Low word: may be written. */
export const PTE_W = 1 << 1;
/** Low word: programs may use it. */
export const PTE_U = 1 << 2;
/** Low word: was used, set by the walk. */
export const PTE_A = 1 << 5;
/** Low word: was written, set by the walk; of entries that map a page. */
export const PTE_D = 1 << 6;
/** Low word: maps a large page, and leads to no table. */
export const PTE_PS = 1 << 7;
/** Low word: stays in the TLB when CR3 is loaded. */
export const PTE_G = 1 << 8;
/** Low word: the bits that are flags; the rest is address. */
export const PTE_FLAGS = 0xfff;
/** High word: execute disable. */
export const PTE_XD_HIGH = 1 << 31;
/** High word: address bits that a processor with 40 physical address bits reserves (SDM vol. 3, 4.1.4). */
export const RESERVED_ADDRESS_HIGH = 0xfff00;
/** High word: the address bits 39..32. */
export const ADDRESS_HIGH = 0xff;
