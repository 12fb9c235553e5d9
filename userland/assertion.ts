/** Assertions of programs: a program that finds its memory wrong stops the kernel, as those of WeensyOS do. */
import { type Operation, store8 } from '../hardware/operation.ts';
import * as abi from '../kernel/weensyos/abi.ts';
import { panic } from './weensyos.ts';

/** Where the message goes: the bottom of the stack page, which none of our programs uses for anything else. */
const MESSAGE = abi.STACK_PAGE;
const LONGEST = 150;

/**
 * Stops the whole kernel with `message`, of which 150 characters are kept in the program's memory for it to read. Does not
 * return.
 */
export function* userPanic(message: string): Generator<Operation, void, number> {
  const text = message.slice(0, LONGEST);
  for (let i = 0; i < text.length; i++) yield store8(MESSAGE + i, text.charCodeAt(i));
  yield store8(MESSAGE + text.length, 0);
  yield panic(MESSAGE);
}

/** Stops the kernel because `condition`, written out, does not hold in `program`. To be called when it does not. */
export const assertionFailed = (program: string, condition: string): Generator<Operation, void, number> =>
  userPanic(`${program}: user assertion '${condition}' failed`);
