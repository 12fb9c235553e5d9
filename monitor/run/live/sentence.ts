/** What happened, in words. */
import { type MachineEvent, PAGE_SIZE, trap } from '../../../hardware/hardware.ts';
import { abi } from '../../../kernel/kernel.ts';
import type { Change, Happening } from './recent.ts';

const EXCEPTIONS: Readonly<Record<number, string>> = {
  [trap.BREAKPOINT]: 'breakpoint',
  [trap.INVALID_OPCODE]: 'invalid opcode',
  [trap.DOUBLE_FAULT]: 'double fault',
  [trap.GENERAL_PROTECTION]: 'general protection fault',
  [trap.PAGE_FAULT]: 'page fault',
  [trap.MACHINE_CHECK]: 'machine check',
  [trap.PROGRAM_ERROR]: 'its program is in error',
};
/** System calls that take an address; the others take nothing. */
const WITH_ADDRESS: readonly number[] = [abi.SYSCALL_PAGE_ALLOC, abi.SYSCALL_PANIC];
/** System calls that return a number worth reading. */
const WITH_RESULT: readonly number[] = [abi.SYSCALL_GETPID, abi.SYSCALL_PAGE_ALLOC, abi.SYSCALL_FORK];
const CHANGES: readonly Change[] = ['takes', 'shares', 'drops', 'frees'];
const MOST_PAGES_NAMED = 2;
const CYCLE_COLUMNS = 13;

/** So many yields in a row are told one by one; of more, only how many. */
const MOST_YIELDS = 3;

const hex = (value: number): string => `0x${value.toString(16)}`;

/** The last `most` lines of what happened, oldest first: a sentence for each happening, or one for many yields. */
export const sentencesOf = (happenings: readonly Happening[], most: number): string[] => {
  const lines: string[] = [];
  for (let end = happenings.length; end > 0 && lines.length < most; ) {
    const start = startOfYields(happenings, end);
    const folded = end < happenings.length && end - start > MOST_YIELDS;
    lines.push(folded ? yieldsInWords(end - start) : sentenceOf(happenings[end - 1]));
    end = folded ? start : end - 1;
  }
  return lines.reverse();
};

/** Index of the first of the yields that end before `end`; `end` if there is none. */
const startOfYields = (happenings: readonly Happening[], end: number): number => {
  let start = end;
  while (start > 0 && isYield(happenings[start - 1])) start--;
  return start;
};

const isYield = ({ event }: Happening): boolean => event.type === 'system call' && event.number === abi.SYSCALL_YIELD;

const yieldsInWords = (count: number): string => `${' '.repeat(CYCLE_COLUMNS)}  … ${count} yields`;

/** One line: the cycle, who did what, what it returned, who runs next, which pages changed. */
export const sentenceOf = (happening: Happening): string => {
  const cycle = Math.floor(happening.cycle).toLocaleString('en-US').padStart(CYCLE_COLUMNS);
  const parts = [deedOf(happening)];
  if (happening.outOfMemory) parts.push('no page is free');
  const { event, next } = happening;
  if ('slot' in event && next !== 0 && next !== event.slot) parts.push(`process ${next} runs`);
  return `${cycle}  ${[...parts, ...pagesOf(happening)].join('; ')}`;
};

const deedOf = ({ event, result }: Happening): string => {
  switch (event.type) {
    case 'system call':
      return `process ${event.slot}: ${callOf(event, result)}`;
    case 'exception':
      return `process ${event.slot}: ${exceptionOf(event.vector, event.address)}`;
    case 'timer':
      return `tick, in process ${event.slot}`;
    case 'setup':
      return `the kernel sets up process ${event.slot}, ${event.name}`;
    case 'log':
      return `kernel: ${event.text}`;
    case 'remark':
      return event.text;
    default:
      return 'nothing can run: the kernel waits for a key';
  }
};

const callOf = (call: Extract<MachineEvent, { type: 'system call' }>, result: number | null): string => {
  const { number, argument } = call;
  const name = abi.SYSCALL_NAMES[number] ?? `system call ${number}`;
  const returned = result === null || !WITH_RESULT.includes(number) ? '' : ` = ${result}`;
  return `${name}(${WITH_ADDRESS.includes(number) ? hex(argument) : ''})${returned}`;
};

const exceptionOf = (vector: number, address: number): string => {
  if (vector === trap.PROGRAM_ERROR) return EXCEPTIONS[vector];
  return `${EXCEPTIONS[vector] ?? `exception ${vector}`} at ${hex(address)}`;
};

const nameOf = (page: number): string => hex(page * PAGE_SIZE);

const pagesOf = ({ pages, changes }: Happening): string[] =>
  CHANGES.flatMap((change) => {
    const changed = pages.filter((_, i) => changes[i] === change);
    if (changed.length === 0) return [];
    if (changed.length > MOST_PAGES_NAMED) return [`${change} ${nameOf(changed[0])} … (${changed.length} pages)`];
    return [`${change} ${changed.map(nameOf).join(' ')}`];
  });
