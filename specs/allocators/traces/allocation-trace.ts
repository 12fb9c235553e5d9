/** An allocation trace: what a program asked of its allocator, one operation after another, without addresses. */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';

/** A kind of operation: a new block. */
export const ALLOCATE = 0;
/** A kind of operation: a block gets another size. */
export const REALLOCATE = 1;
/** A kind of operation: a block is given back. */
export const FREE = 2;

/**
 * Operation `i` is `kinds[i]`, about block `ids[i]`; it asks for `bytes[i]` bytes, 0 if it frees. Blocks are numbered from 0 in the order of
 * their allocation, and none has the number of another that was freed. Only blocks that are allocated are reallocated or freed.
 */
export interface Trace {
  readonly kinds: Uint8Array;
  readonly ids: Uint32Array;
  readonly bytes: Float64Array;
  /** How many blocks are allocated; ids are below. */
  readonly blocks: number;
}

/** A trace as it came out of a file. */
export interface ReadTrace {
  readonly format: 'malloc lab' | 'wee_alloc' | 'ftrace';
  readonly trace: Trace;
  /** What a reader of the file should know of how it was understood, and what was left out, in sentences. */
  readonly notes: readonly string[];
}

/** The text is no trace; the message says at which line, and what was expected there. */
export class MalformedTrace extends Error {
  readonly line: number;

  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`);
    this.name = 'MalformedTrace';
    this.line = line;
  }
}

/** The most bytes that one operation may ask for: sums of any number of such sizes that fits in memory stay exact. */
export const MOST_BYTES = 2 ** 40;

/**
 * The pages that a block of `bytes` takes, at least one. With more or fewer bytes a page than a real page has, a trace is
 * scaled down to a small memory, or up.
 */
export const pagesOf = (bytes: number, bytesPerPage: number = PAGE_SIZE): number =>
  Math.max(1, Math.ceil(bytes / bytesPerPage));
