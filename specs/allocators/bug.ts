/** Seeded bugs of allocators of pages: allocators that each do one thing wrong, and the rule that catches them. */
import type { AllocatorClass } from '../../kernel/kernel.ts';

/** A seeded bug: an allocator with one mistake, its story, and the rule by which it is caught. */
export interface AllocatorBug {
  /** `alloc-` and a few words. */
  readonly id: string;
  /** What the code does. */
  readonly title: string;
  /** How one comes to write it, and what happens then. */
  readonly story: string;
  /** The name of the rule that the shortest sequence breaks. */
  readonly rule: string;
  /** The operation after which it is first broken in that sequence; `initialize` where it is before any. */
  readonly goesWrongIn: string;
  /** Operations of the shortest sequence that shows it. */
  readonly shortest: number;
  readonly Allocator: AllocatorClass;
}
