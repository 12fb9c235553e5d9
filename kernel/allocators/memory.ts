/**
 * What an allocator of pages reaches memory through: some bytes of its own, and the pages that it manages, by address. Two things are
 * such a memory: a kernel's, by kernel virtual address (kernel-memory.ts), and the fuzzer's, which watches every access.
 *
 *     0                bytes      addressOf(0)    addressOf(1)
 *     +----------------+ - - - - -+---------------+---------------+- - -
 *     | own, zeroed    | nothing  | page 0        | page 1        |
 *     +----------------+ - - - - -+---------------+---------------+- - -
 */
export interface AllocatorMemory {
  /** Bytes of the allocator's own, from address 0 on. They hold zeros before `initialize`. */
  readonly bytes: number;

  /** Loads a byte, unsigned. */
  load8(at: number): number;
  /** Loads 16 bits, unsigned, at an even address. */
  load16(at: number): number;
  /** Loads a word, signed, at an address that 4 divides. */
  load32(at: number): number;
  store8(at: number, value: number): void;
  store16(at: number, value: number): void;
  store32(at: number, value: number): void;

  /** Address of the first byte of `page`. */
  addressOf(page: number): number;
  /** Sets every word of `count` pages from `page` on to `word`. */
  fillPages(page: number, count: number, word: number): void;
  /** Copies `count` pages from `from` on to those from `to` on, in ascending order. */
  copyPages(to: number, from: number, count: number): void;
}
