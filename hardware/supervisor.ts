/**
 * The kernel's hands: how kernel code reaches memory and the CPU's privileged registers. Every access is by kernel virtual
 * address at supervisor privilege, translated once a page; a bad one is a kernel page fault and does not return.
 * It charges cycles; what the values mean is the kernel's.
 */
import type { Pa, Va } from './address.ts';
import * as address from './address.ts';
import * as cost from './cost.ts';
import * as counter from './counters.ts';
import { highWord, joinWords } from './frame.ts';
import type { Memory } from './memory.ts';
import type { Mmu } from './mmu.ts';
import * as tlb from './tlb.ts';
import { firstNonzero } from './zeros.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { PAGE_BITS, PAGE_SIZE, TABLE_ENTRIES } = address;
const { ACCESS, INVLPG, WORD_MOVED } = cost;
const { CYCLES, TLB_HITS } = counter;
const { KERNEL_FETCH, KERNEL_READ, KERNEL_WRITE } = tlb;

const OFFSET = PAGE_SIZE - 1;
/** The lowest bit of each byte of a word, and the highest. */
const LOW_BITS = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;

/** Whether some byte of `word` is zero. */
const hasZeroByte = (word: number): boolean => ((word - LOW_BITS) & ~word & HIGH_BITS) !== 0;

/** How many words, from number `from` up to number `to`, have no byte that is zero, counted from `start` in `words` and together with `mask`. */
const fullWords = (words: Int32Array, start: number, mask: Int32Array, from: number, to: number): number => {
  let at = from;
  while (at < to && !hasZeroByte(words[start + at] | mask[at])) at++;
  return at - from;
};

/**
 * What kernel code does to memory and registers: loads, stores, fills and copies by kernel virtual address in bytes, words little-endian,
 * with cycles charged. An access that the tables in force refuse is a fault of the kernel (`TrapHandler.kernelFault`) and does not return.
 */
export class Supervisor {
  private readonly memory: Memory;
  private readonly mmu: Mmu;
  private readonly counters: Float64Array;
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;
  /** High word of the entry last loaded. */
  entryHigh = 0;
  /** Raises the fault that the MMU just reported, in kernel mode; does not return. */
  private readonly fault: () => never;

  constructor(memory: Memory, mmu: Mmu, counters: Float64Array, fault: () => never) {
    this.memory = memory;
    this.mmu = mmu;
    this.counters = counters;
    this.words = memory.words;
    this.bytes = memory.bytes;
    this.fault = fault;
  }

  /** Loads a byte, unsigned. */
  load8(va: Va): number {
    return this.bytes[this.readable(va)];
  }

  /** Loads 16 bits, unsigned, at an even address. */
  load16(va: Va): number {
    const pa = this.readable(va);
    return (this.words[pa >> 2] >>> ((pa & 2) << 3)) & 0xffff;
  }

  /** Loads a word, signed, at an aligned address. */
  load32(va: Va): number {
    return this.words[this.readable(va) >> 2];
  }

  /** Fetches a word of kernel text at an aligned address, as executing there would. */
  fetch32(va: Va): number {
    const pa = this.mmu.translate(va, KERNEL_FETCH);
    return pa >= 0 ? this.words[pa >> 2] : this.fault();
  }

  store8(va: Va, value: number): void {
    this.memory.store8(this.writable(va), value);
  }

  /** Stores 16 bits at an even address. */
  store16(va: Va, value: number): void {
    this.memory.store16(this.writable(va), value);
  }

  /** Stores a word at an aligned address. */
  store32(va: Va, value: number): void {
    this.memory.store(this.writable(va) >> 2, value);
  }

  /** Loads a quadword at an aligned address, as a signed number; beyond 2^53 it is rounded. */
  load64(va: Va): number {
    const index = this.readable(va) >> 2;
    return joinWords(this.words[index], this.words[index + 1]);
  }

  /** Stores the integer `value`, -2^53 <= value <= 2^53, as a quadword at an aligned address. */
  store64(va: Va, value: number): void {
    const index = this.writable(va) >> 2;
    this.memory.store(index, value);
    this.memory.store(index + 1, highWord(value));
  }

  /** Loads the low word of the eight-byte entry at `va`; the high word is in `entryHigh` then. */
  loadEntry(va: Va): number {
    const index = this.readable(va) >> 2;
    this.entryHigh = this.words[index + 1];
    return this.words[index];
  }

  /** Stores an eight-byte entry whose high word is 0. */
  storeEntry(va: Va, low: number): void {
    const index = this.writable(va) >> 2;
    this.memory.store(index, low);
    this.memory.store(index + 1, 0);
  }

  /** Where the tables under `root` map `va`, as kernel code learns by walking them; -1 if nowhere. */
  lookUp(root: Pa, va: Va): number {
    return this.mmu.lookUp(root, va);
  }

  /** Sets each word of the page that starts at `va` to `word`. */
  fillPage(va: Va, word: number): void {
    const pa = this.writable(va);
    this.counters[CYCLES] += (PAGE_SIZE >> 2) * WORD_MOVED;
    this.memory.fillPage(pa >> PAGE_BITS, word);
  }

  /** Copies the page that starts at `source` to the one that starts at `target`. */
  copyPage(target: Va, source: Va): void {
    const from = this.readable(source);
    const to = this.writable(target);
    this.counters[CYCLES] += (PAGE_SIZE >> 2) * WORD_MOVED;
    this.memory.copyPage(to >> PAGE_BITS, from >> PAGE_BITS);
  }

  /** Copies `count` words, at least one, between two aligned ranges that do not overlap, translating once a page. */
  copyWords(target: Va, source: Va, count: number): void {
    const room = (PAGE_SIZE - Math.max(source & OFFSET, target & OFFSET)) >> 2;
    const part = Math.min(count, room);
    const from = this.readable(source);
    const to = this.writable(target);
    this.counters[CYCLES] += part * WORD_MOVED;
    this.memory.copyWords(to >> 2, from >> 2, part);
    if (part < count) this.copyWords((target + part * 4) as Va, (source + part * 4) as Va, count - part);
  }

  /** Sets `count` words, at least one, from the aligned address `va` on to `word`; charged as so many stores. */
  fillWords(va: Va, word: number, count: number): void {
    const part = Math.min(count, (PAGE_SIZE - (va & OFFSET)) >> 2);
    const pa = this.writable(va);
    this.counters[TLB_HITS] += part - 1;
    this.counters[CYCLES] += (part - 1) * ACCESS;
    this.memory.fillWords(pa >> 2, word, part);
    if (part < count) this.fillWords((va + part * 4) as Va, word, count - part);
  }

  /** Copies `bytes` of the host, such as a program's file, to `va`, within one page. */
  writeBytes(va: Va, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const pa = this.writable(va);
    this.counters[CYCLES] += (bytes.length / 4) * WORD_MOVED;
    for (let i = 0; i < bytes.length; i++) this.memory.store8(pa + i, bytes[i]);
  }

  /**
   * The index of the first eight-byte entry, from `first` on, that is not zero in the page at `va`, or 512 if there is none.
   * Translated once, charged by the word.
   */
  findEntry(va: Va, first: number): number {
    const start = this.readable(va) >> 3;
    const index = firstNonzero(this.memory.quads, start + first, start + TABLE_ENTRIES) - start;
    this.counters[CYCLES] += (index - first) * 2 * WORD_MOVED;
    return index;
  }

  /**
   * The index of the first word, from `first` up to `end`, that is not zero in the page at `va`; `end` if there is none. Translated
   * once, charged by the word.
   */
  findWord(va: Va, first: number, end: number): number {
    const start = this.readable(va) >> 2;
    let index = first;
    while (index < end && this.words[start + index] === 0) index++;
    this.counters[CYCLES] += (index - first) * WORD_MOVED;
    return index;
  }

  /**
   * Translates `va` for reading; for loops that go on to read the same page with `stepsToZero`, and end with `spend` for what they
   * read. Nothing may change the tables in between.
   */
  locate(va: Va): number {
    return this.readable(va);
  }

  /**
   * How many steps of `stride` lead from byte `first` to the next that is zero, out of a ring of `length` bytes at `location`, which is
   * aligned; `length` if there is none. Bytes that are not zero in `mask` do not count.
   */
  stepsToZero(location: number, length: number, first: number, stride: number, mask: Int32Array): number {
    const { words } = this;
    const start = location >> 2;
    let at = first;
    for (let steps = 0; steps < length; steps++) {
      if (stride === 1 && (at & 3) === 0) {
        const passed = fullWords(words, start, mask, at >> 2, length >> 2) * 4;
        steps += passed;
        at = at + passed < length ? at + passed : 0;
      }
      const four = words[start + (at >> 2)] | mask[at >> 2];
      if (((four >> ((at & 3) << 3)) & 0xff) === 0) return steps;
      at += stride;
      if (at >= length) at -= length;
    }
    return length;
  }

  /** The word at an aligned address, read for listeners: no effect at all. 0 where nothing is mapped. */
  peek32(va: Va): number {
    const pa = this.mmu.peek(va);
    return pa < 0 ? 0 : this.words[pa >> 2];
  }

  /** Invalidates the cached translation of one page (INVLPG). */
  invalidate(va: Va): void {
    this.counters[CYCLES] += INVLPG;
    this.mmu.invalidate(va);
  }

  /** Charges `cycles` of kernel code that no access stands for. */
  spend(cycles: number): void {
    this.counters[CYCLES] += cycles;
  }

  /** Tells the model what a page is used for from now on (fingerprint.ts); a kernel's behaviour never depends on it. */
  noteUse(pa: Pa, use: number): void {
    this.memory.setUse(pa >> PAGE_BITS, use);
  }

  private readable(va: Va): number {
    const pa = this.mmu.translate(va, KERNEL_READ);
    return pa >= 0 ? pa : this.fault();
  }

  private writable(va: Va): number {
    const pa = this.mmu.translate(va, KERNEL_WRITE);
    return pa >= 0 ? pa : this.fault();
  }
}
