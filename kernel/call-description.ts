/**
 * System calls that describe themselves: what a kernel says of each, so that others can make it at random and judge what came of it.
 * What a call does stands on the programs' side, on its wrapper.
 */
import type { Va } from '../hardware/hardware.ts';

/**
 * What an argument means, and so which values are worth trying: any address; the start of a page; a number that names a process, 0 for the
 * caller; rights as bits of an entry; bytes from an address on; where the program goes on when it is called; any word; or one of these numbers,
 * and what is none of them.
 */
export type Domain = 'address' | 'page' | 'id' | 'permissions' | 'length' | 'entry' | 'word' | readonly number[];

/** An argument of a call: its name, and what kind of values it takes. */
export interface Argument {
  readonly name: string;
  readonly domain: Domain;
}

/** A result that a call may return, and when it does. */
export interface Result {
  readonly value: number | 'any above 0' | 'any';
  readonly when: string;
}

/** What becomes of the caller, where it does not just go on with the result: it is gone, another is made of it, or the machine stops. */
export type Fate = 'ends' | 'forks' | 'stops the machine';

/** A system call as others must know it to make it at random and to judge what it returned. */
export interface CallDescription {
  readonly name: string;
  /** What programs pass to say which call they mean. */
  readonly number: number;
  readonly arguments: readonly Argument[];
  readonly results: readonly Result[];
  readonly fate?: Fate;
  /** Where the caller, if the call returned 0, finds a fresh page of zeros that it may write; null if nowhere. */
  readonly fresh?: (args: readonly number[]) => Va | null;
}

/** A system call as a program made it. */
export interface SystemCall {
  readonly number: number;
  /** As many as the machine passes in registers, whether the call takes them or not. */
  readonly args: readonly number[];
}

/** Whether `value` is among the results that `call` says it returns. */
export const mayReturn = (call: { readonly results: readonly Pick<Result, 'value'>[] }, value: number): boolean =>
  call.results.some((result) => {
    if (result.value === 'any') return true;
    return result.value === 'any above 0' ? value > 0 : result.value === value;
  });
