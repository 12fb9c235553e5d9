/**
 * Kinds of address, which never mix: virtual and physical addresses in bytes, virtual and physical page numbers.
 *
 *      47        39 38        30 29        21 20        12 11         0
 *     +------------+------------+------------+------------+------------+
 *     |  L4 index  |  L3 index  |  L2 index  |  L1 index  |   offset   |   a virtual address (Intel SDM vol. 3, 4.5)
 *     +------------+------------+------------+------------+------------+
 *     \__________________ page number __________________/
 *
 * A virtual address is a signed number; it is canonical if and only if -2^47 <= va < 2^47.
 */
declare const kind: unique symbol;

/** A virtual address, in bytes. */
export type Va = number & { readonly [kind]: 'virtual address' };
/** A physical address, in bytes. */
export type Pa = number & { readonly [kind]: 'physical address' };
/** The number of a virtual page. */
export type Vpn = number & { readonly [kind]: 'virtual page' };
/** The number of a physical page. */
export type Ppn = number & { readonly [kind]: 'physical page' };

/** Bits of an address within its page. */
export const PAGE_BITS = 12;
/** Bytes in a page. */
export const PAGE_SIZE = 1 << PAGE_BITS;
/** 32-bit words in a page. */
export const PAGE_WORDS = PAGE_SIZE >> 2;
/** Entries in one page table of eight-byte entries. */
export const TABLE_ENTRIES = PAGE_SIZE >> 3;

const CANONICAL_LIMIT = 2 ** 47;

/**
 * `bytes` as a virtual address: a number that the compiler tells from other kinds. Checks nothing; 32 bits unsigned on i386, signed and
 * canonical on x86-64.
 */
export const va = (bytes: number): Va => bytes as Va;
/** `bytes` as a physical address. Checks nothing, neither that it lies in memory. */
export const pa = (bytes: number): Pa => bytes as Pa;
/** `page` as a virtual page number. Checks nothing. */
export const vpn = (page: number): Vpn => page as Vpn;
/** `page` as a physical page number. Checks nothing, neither that memory has it. */
export const ppn = (page: number): Ppn => page as Ppn;

/** `0x105123`, or `-0x1000` below 0: an address whole, however high, with its sign. */
export const addressText = (address: number): string => `${address < 0 ? '-' : ''}0x${Math.abs(address).toString(16)}`;

/** The virtual page in which `address` lies. */
export const vpnOf = (address: Va): Vpn => Math.floor(address / PAGE_SIZE) as Vpn;
/** The physical page in which `address` lies. */
export const ppnOf = (address: Pa): Ppn => Math.floor(address / PAGE_SIZE) as Ppn;
/** The address of the first byte of a virtual page. */
export const vaOf = (page: Vpn): Va => (page * PAGE_SIZE) as Va;
/** The address of the first byte of a physical page. */
export const paOf = (page: Ppn): Pa => (page * PAGE_SIZE) as Pa;

/** The first byte after the page that ends at or after `bytes`: `bytes` rounded up to whole pages. */
export const pageRoundUp = (bytes: number): number => Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
/** The first byte of the page in which `bytes` lies: `bytes` rounded down to whole pages. */
export const pageRoundDown = (bytes: number): number => Math.floor(bytes / PAGE_SIZE) * PAGE_SIZE;

/** Whether x86-64 accepts `address` at all (Intel SDM vol. 1, 3.3.7.1); any other access is a general-protection fault. */
export const isCanonical = (address: number): boolean =>
  Number.isInteger(address) && address >= -CANONICAL_LIMIT && address < CANONICAL_LIMIT;

const LARGEST_SMALL = 2 ** 31;

/** The nine bits of `address` that index a table whose entries cover 2^`shift` bytes: 12, 21, 30 or 39. */
export const tableIndex = (address: number, shift: number): number => {
  if (shift < 30) return (address >> shift) & (TABLE_ENTRIES - 1);
  if (address >= 0 && address < LARGEST_SMALL) return shift === 30 ? address >> shift : 0;
  return Math.floor(address / 2 ** shift) & (TABLE_ENTRIES - 1);
};
