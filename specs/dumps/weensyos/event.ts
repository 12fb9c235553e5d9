/** Events of WeensyOS, as rules about them must know them: by the line beside a dump, and by the registers on the kernel's stack. */
import { frame, PAGE_SIZE, trap, type Va, va } from '../../../hardware/hardware.ts';
import { KERNEL_STACK_TOP } from '../../../kernel/weensyos/layout.ts';
import { callOf, enteredIn, enteredText } from '../event-line.ts';
import type { OpenDump } from '../open-dump.ts';
import { type Passed, type Place, registersOf } from '../transitions/event.ts';

/** Calls of the handout: of another call nobody here knows what it may do. */
const KNOWN = ['getpid', 'yield', 'page_alloc', 'fork', 'exit'];
/** rax, of two words. */
const RESULT = [frame.RAX, frame.RAX + 1];

/** What `note` says came after `dump`; null if it does not say, is of another moment, or it is not known what that may do. */
export const passedIn = ({ machine, current }: OpenDump, note: string): Passed | null => {
  const entered = enteredIn(note);
  if (entered?.isCertain !== true || entered.pid !== current) return null;
  const call = callOf('WeensyOS', entered);
  const isInterrupt = call === null && (entered.vector === trap.TIMER_VECTOR || entered.vector === trap.PAGE_FAULT);
  if (!isInterrupt && !KNOWN.includes(call ?? '')) return null;
  const start = (KERNEL_STACK_TOP - frame.FRAME_BYTES) / 4;
  const stack = machine.memory.words.subarray(start, start + frame.FRAME_WORDS);
  const told = [
    [frame.RAX, entered.call],
    [frame.RDI, Number(entered.args[0])],
    [frame.RIP, entered.instruction],
  ] as const;
  if (told.some(([, value]) => Number.isNaN(value))) return null;
  const registers = registersOf(stack, new Map(told.map(([at, value]) => [at, value | 0])));
  const { pid } = entered;
  const at = va(entered.vector === trap.PAGE_FAULT ? pageOf(entered.faulted) : Number(entered.args[0] ?? 0));
  const asked = call === 'page_alloc' || entered.vector === trap.PAGE_FAULT ? [{ pid, va: at }] : [];
  const asks: readonly Place[] = call === 'exit' ? [{ pid }] : asked;
  return {
    ...{ text: enteredText('WeensyOS', entered), caller: pid, asks, registers, result: RESULT, sends: [] },
    ...{ fresh: call === 'page_alloc' ? { pid, va: at } : null, ends: call === 'exit' },
    forks: call === 'fork' ? 'memory' : null,
  };
};

const pageOf = (address: string | undefined): Va => va(Math.floor(Number(address ?? 0) / PAGE_SIZE) * PAGE_SIZE);
