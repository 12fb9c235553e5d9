/** Moments at which a library is judged: those that the program tells of, and those that are seen. */
import { josAbi } from '../../../../kernel/kernel.ts';
import { jos, type Operation } from '../../../../userland/userland.ts';

export type Moment =
  /** The environment is between two calls of its library, and its last fork made that child, if any. */
  | { readonly kind: 'rests'; readonly child: number; readonly act: number }
  /** It loaded something else than it had stored. */
  | { readonly kind: 'differs'; readonly va: number; readonly expected: number; readonly found: number }
  /** A message said something else than was sent. */
  | { readonly kind: 'misheard'; readonly field: number; readonly expected: number; readonly found: number }
  /** It did what it may not do, at that address, and nothing happened. */
  | { readonly kind: 'goes on'; readonly va: number }
  /** Its fork failed. */
  | { readonly kind: 'no child'; readonly error: number }
  /** It must end soon: it ends itself, or does what it may not do. */
  | { readonly kind: 'ends' }
  /** Seen from outside: it lets a child run for the first time. */
  | { readonly kind: 'starts'; readonly child: number }
  /** Seen from outside: it stopped, and nothing of the program had it do so. */
  | { readonly kind: 'stops'; readonly how: string };

export const MESSAGE_FIELDS = ['value', 'from', 'perm'] as const;

/**
 * A program tells by a call that means nothing more, with numbers in registers that the kernel does not look at. A library that asks for its id
 * leaves them 0.
 */
const TOLD_BY = josAbi.SYS_GETENVID;
const [RESTS, DIFFERS, MISHEARD, GOES_ON, NO_CHILD, ENDS] = [1, 2, 3, 4, 5, 6];
const tell = (kind: number, a = 0, b = 0, c = 0): Operation => jos.systemCall(TOLD_BY, kind, a, b, c);

export const rests = (child: number, act: number): Operation => tell(RESTS, child, act);
export const differs = (va: number, expected: number, found: number): Operation => tell(DIFFERS, va, expected, found);
export const misheard = (field: number, expected: number, found: number): Operation =>
  tell(MISHEARD, field, expected, found);
export const goesOn = (va: number): Operation => tell(GOES_ON, va);
export const noChild = (error: number): Operation => tell(NO_CHILD, error);
export const ends = (): Operation => tell(ENDS);

/** What system call `number` with those arguments tells; null if it is a call like any other. */
export const toldBy = (number: number, [kind, a, b, c]: readonly number[]): Moment | null => {
  if (number !== TOLD_BY) return null;
  switch (kind) {
    case RESTS:
      return { kind: 'rests', child: a, act: b };
    case DIFFERS:
      return { kind: 'differs', va: a >>> 0, expected: b >>> 0, found: c >>> 0 };
    case MISHEARD:
      return { kind: 'misheard', field: a, expected: b | 0, found: c | 0 };
    case GOES_ON:
      return { kind: 'goes on', va: a >>> 0 };
    case NO_CHILD:
      return { kind: 'no child', error: a | 0 };
    case ENDS:
      return { kind: 'ends' };
    default:
      return null;
  }
};
