/**
 * What an allocator of pages is: the interface that kernels call and the fuzzer judges. Two methods are enough. Everything else is
 * offered by having the method, or promised by saying so in `promises`; only what is promised is judged.
 */
import type { AllocatorMemory } from './memory.ts';

/** Returned by `allocate` and `reallocate`: no block is given. */
export const NONE = -1;
/** Bytes of its own that an allocator gets which does not say how many it needs: so many, and so many for each page. */
const USUAL_BYTES = 64;
const USUAL_BYTES_A_PAGE = 16;

/** Called for each block of free memory. */
export type FreeVisitor = (page: number, count: number) => void;

/** An allocator at work, on memory that is given to it. Pages are numbered from 0; a block is pages in a row, named by its first. */
export interface PageAllocator {
  /** Makes all pages free for which `isUsable`: the others are holes, which belong to someone else. Without it, zeros in memory must mean that. */
  initialize?(isUsable: (page: number) => boolean): void;
  /**
   * Takes `count` pages in a row, each of them 4 KiB; returns the first, or NONE if no such block is free, or if `count` makes no sense.
   * All of it is zero if `zeroed`, which is asked only of allocators that promise it; other contents are left to the allocator.
   */
  allocate(count: number, zeroed: boolean): number;
  /** Gives a block back, with the count that it was taken with, or one reference to it. Returns false if it refuses; nothing has changed then. */
  // biome-ignore lint/suspicious/noConfusingVoidType: whoever refuses nothing need not say so.
  free(page: number, count: number): boolean | void;

  /** Calls `visit` for each free block as the allocator keeps them, in any order. Changes nothing. */
  describe?(visit: FreeVisitor): void;
  /** How many pages a request for `count` really takes up; `count` itself unless it says otherwise. */
  granted?(count: number): number;
  /** Changes a block of `count` pages to `wanted` pages with the same contents; returns where it is now, or NONE if it stays as it was. */
  reallocate?(page: number, count: number, wanted: number): number;
  /** Adds a reference to a block; `free` must then be called once more. Returns false if it cannot count further. */
  share?(page: number, count: number): boolean;
  /** References to the block that `page` belongs to. */
  references?(page: number): number;
}

/** What more an allocator can promise. What is not there is not promised. */
export interface Promises {
  /** It gives single pages only: whoever asks for more gets NONE. */
  readonly onePageOnly?: boolean;
  /** It fails only when no block fits. Promised unless it says false. */
  readonly findsWhatFits?: boolean;
  /** A request for no page, or for more than there are, gets NONE. Promised unless it says false. */
  readonly refusesNonsense?: boolean;
  /** A block starts at a multiple of what it takes up. */
  readonly alignsToSize?: boolean;
  /** A block starts at a multiple of so many pages. */
  readonly alignsTo?: number;
  /** A request takes up the next power of two, or the next multiple of so many pages: for allocators that have no `granted`, which says the same. */
  readonly roundsTo?: 'powers of two' | number;
  /** It gives no block of more than 2 to the power of this many pages: whoever asks for more gets NONE. */
  readonly highestOrder?: number;
  /** It zeroes pages when asked to. */
  readonly zeroes?: boolean;
  /** Free blocks that lie side by side are one; or, of a buddy system, no two buddies are free. */
  readonly coalesces?: 'neighbours' | 'buddies';
  /** A free of what is free already is refused. */
  readonly refusesDoubleFrees?: boolean;
  /** A free of pages that are not there, of holes, or of part of what nobody has is refused. */
  readonly refusesForeignFrees?: boolean;
  /** It keeps nothing in free pages: they hold what they held when they were freed. */
  readonly leavesPagesAlone?: boolean;
  /** It can begin with holes: pages that it never gives. */
  readonly copesWithHoles?: boolean;
  /** All that it knows is in memory: an allocator made anew on the same memory goes on where the other was. Kernels ask for this. */
  readonly keepsStateInMemory?: boolean;
  /** A reallocation moves a block only if it cannot grow where it is. */
  readonly staysInPlace?: boolean;
}

/** The class of an allocator: what the fuzzer takes, and what kernels are booted with. */
export interface AllocatorClass {
  /** A view of `memory`, which changes nothing there. It manages pages 0 to `pages` - 1. */
  new (memory: AllocatorMemory, pages: number): PageAllocator;
  readonly prototype: PageAllocator;
  /** Bytes of its own that it needs to manage so many pages. */
  readonly bytes?: (pages: number) => number;
  readonly promises?: Promises;
  /** What of its own bytes it uses, by name: each from a first byte on, up to one that is no longer part of it. All of them, unless it says so. */
  readonly regions?: (pages: number) => Regions;
}

/** Parts of an allocator's own bytes by name, each from its first byte up to before the last. */
export type Regions = Readonly<Record<string, readonly [from: number, to: number]>>;

/** Bytes of its own that `Allocator` gets to manage so many pages. */
export const bytesOf = ({ bytes }: AllocatorClass, pages: number): number =>
  bytes?.(pages) ?? USUAL_BYTES + USUAL_BYTES_A_PAGE * pages;

/** Whether `count` pages from `page` on lie within `pages` pages. */
export const isWithin = (page: number, count: number, pages: number): boolean =>
  page >= 0 && count > 0 && page < pages && count <= pages - page && Number.isInteger(count);
