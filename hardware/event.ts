/**
 * Events: what happens in a machine and in the kernel that runs on it. Every place that tells one asks first whether
 * anybody listens (listeners.ts). Numbers are addresses in bytes, physical page numbers, slots and words as registers hold them.
 */
import type { Question } from './oracle.ts';

/** What the CPU does for programs. `slot` is the process that runs, or was interrupted. */
type CpuEvent =
  /** An operation is executed (operation.ts); `result` is there once one that only moves data is through. */
  | {
      readonly type: 'operation';
      readonly slot: number;
      readonly kind: number;
      readonly operands: readonly number[];
      readonly result?: number;
    }
  /** The CPU enters the kernel. */
  | { readonly type: 'system call'; readonly slot: number; readonly number: number; readonly argument: number }
  | {
      readonly type: 'exception';
      readonly slot: number;
      readonly vector: number;
      readonly errorCode: number;
      readonly address: number;
    }
  | { readonly type: 'timer'; readonly slot: number }
  /** The CPU goes back to ring 3, to process `slot`, whose rax is `result`. */
  | { readonly type: 'return'; readonly slot: number; readonly result: number }
  /** It goes back to another process than the one that ran before. */
  | { readonly type: 'switch'; readonly from: number; readonly to: number }
  | { readonly type: 'idle' };

/** What the MMU caches and forgets. */
type TlbEvent =
  /** A translation is cached, for the kinds of access in the bit set `kinds` (tlb.ts). */
  | { readonly type: 'tlb fill'; readonly va: number; readonly pa: number; readonly kinds: number }
  /** CR3 was loaded with `root`: everything cached is forgotten, but for global pages. */
  | { readonly type: 'flush'; readonly root: number }
  | { readonly type: 'invalidate'; readonly va: number };

/** What the kernel does with memory. */
type MemoryEvent =
  /** A physical page's reference count changed from `before` to `count`. */
  | { readonly type: 'page'; readonly page: number; readonly before: number; readonly count: number }
  /** The tables under `root` map `va` to `pa` from now on; `permissions` are flags of the entry. Not told of block copies. */
  | {
      readonly type: 'map';
      readonly root: number;
      readonly va: number;
      readonly pa: number;
      readonly permissions: number;
    }
  /** They no longer map `va` to `pa`. Not told when whole tables are given up. */
  | { readonly type: 'unmap'; readonly root: number; readonly va: number; readonly pa: number }
  /** The kernel's allocator found no page. */
  | { readonly type: 'out of memory' };

/** The kernel sets a process up: begins, reaches one of its image's segments, is done. */
type SetupEvent =
  | { readonly type: 'setup'; readonly slot: number; readonly name: string }
  | {
      readonly type: 'segment';
      readonly va: number;
      readonly fileSize: number;
      readonly size: number;
      readonly writable: boolean;
    }
  | { readonly type: 'set up'; readonly slot: number };

/**
 * What happened, told to listeners after it did: told apart by `type`. Addresses are in bytes, pages are physical page numbers, words are
 * as registers hold them.
 */
export type MachineEvent =
  | CpuEvent
  | TlbEvent
  | MemoryEvent
  | SetupEvent
  /** An oracle was asked, and said which of several ways the machine or the kernel goes. */
  | {
      readonly type: 'choice';
      readonly question: Question;
      readonly alternatives: number;
      readonly choice: number;
    }
  /** A program wrote `text` to the console. */
  | { readonly type: 'output'; readonly slot: number; readonly text: string }
  /** A line that the kernel wrote to its log. */
  | { readonly type: 'log'; readonly text: string };

/** The name of a kind of event. */
export type EventType = MachineEvent['type'];
