/** What a kernel did with its memory in one step, as a recorder saw it: an access, a change of memory, a call of one of its methods or its return. */
import type { Watched } from '../../../kernel/kernel.ts';
import { ALLOCATORS } from './kernel-methods.ts';

/** A run that can be made again from the beginning, with nobody judging it: `prepare` is given the kernel before it boots. */
export type Again = (prepare: (kernel: Watched) => void) => void;

export type DeedKind = 'load' | 'store' | 'fill' | 'copy' | 'root' | 'call' | 'return';

/** A call of a method of the kernel that is not over. */
export interface Frame {
  readonly method: string;
  /** Whether the method is somebody's own, and not one that comes with Ringfence. */
  readonly isOwn: boolean;
  readonly caller: Frame | null;
  /** The number of the deed that is its call. */
  readonly begun: number;
}

export interface Deed {
  /** Counted from the beginning of the run: the same in each run until something goes otherwise. */
  readonly number: number;
  readonly kind: DeedKind;
  /** What did it: `store32`, or the method called. */
  readonly name: string;
  /** The kernel virtual address that was used; of a copy that of its target; 0 for calls. */
  readonly address: number;
  /** What was loaded, stored or returned, if it is a number or truth value. */
  value: number | boolean | undefined;
  /** Physical address of what was read or changed; of a copy, of its source; -1 if there is none. */
  place: number;
  /** The method that did it, of a return the one that returned. */
  readonly frame: Frame | null;
  /** Where on the host's stack it was: captured, and written out when somebody asks. */
  readonly site: { readonly stack?: string };
}

/** Whether two deeds are the same access or call, by the same methods, whatever the values. */
export const isLike = (one: Deed, other: Deed): boolean =>
  one.kind === other.kind && one.name === other.name && isSameFrame(one.frame, other.frame);

const isSameFrame = (one: Frame | null, other: Frame | null): boolean =>
  one === other || (one?.method === other?.method && isSameFrame(one?.caller ?? null, other?.caller ?? null));

/** Whether it is an allocation that goes on. */
export const isAllocating = (frame: Frame | null): boolean =>
  frame !== null && (ALLOCATORS.has(frame.method) || isAllocating(frame.caller));

/** Whether somebody's own method is at work. */
export const isOwnFrame = (frame: Frame | null): boolean => frame !== null && (frame.isOwn || isOwnFrame(frame.caller));
