/** Allocations that an oracle made fail: of which call each was, the how-manieth, and where in the kernel it was asked for. */
import { type MachineEvent, trap } from '../../../hardware/hardware.ts';
import { kernelBacktrace, type Watched } from '../../../kernel/kernel.ts';
import { ownFrame } from '../own-frame.ts';

/** Which allocation was made to fail. */
export interface Denial {
  /** The call, or what else the kernel was doing: `fork`, `boot`, `page fault`. */
  readonly call: string;
  /** From 1 on. */
  readonly number: number;
  /** The line of the user's kernel that asked; of ours the methods, innermost first. */
  readonly place: string;
}

const ORDINALS = ['zeroth', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
const MOST_METHODS = 3;
/** What gives pages, as WeensyOS and JOS call it: who called that is of interest. */
const ALLOCATORS: readonly string[] = ['kalloc', 'pageAlloc'];

/** From now on adds to `denials` each allocation of `kernel`, which has not booted, that an oracle makes fail. */
export const watchDenials = (kernel: Watched, denials: Denial[]): void => {
  let call = 'boot';
  let number = 0;
  const names = new Map((kernel.view.calls ?? []).map((described) => [described.number, described.name]));
  const enter = (what: string): void => {
    call = what;
    number = 0;
  };
  const hear = (event: MachineEvent): void => {
    if (event.type === 'system call') enter(names.get(event.number) ?? `system call ${event.number}`);
    else if (event.type === 'exception')
      enter(event.vector === trap.PAGE_FAULT ? 'page fault' : `exception ${event.vector}`);
    else if (event.type === 'timer') enter('tick');
    else if (event.type === 'choice' && event.question === 'allocation') {
      number += 1;
      if (event.choice === 1) denials.push({ call, number, place: placeBelow(hear) });
    }
  };
  kernel.machine.listen(hear, ['system call', 'exception', 'timer', 'choice']);
};

const placeBelow = (below: (event: MachineEvent) => void): string => {
  const own = ownFrame(new Error().stack ?? '');
  if (own !== undefined) return own;
  const methods = kernelBacktrace(below);
  const allocator = methods.findIndex((method) => ALLOCATORS.includes(method));
  return methods.slice(allocator + 1, allocator + 1 + MOST_METHODS).join(' < ');
};

/** `the second allocation of fork fails (mine.ts:11)`. */
export const denialText = ({ call, number, place }: Denial): string =>
  `the ${ORDINALS[number] ?? `${number}th`} allocation of ${call} fails (${place})`;
