/** Signs in the details of messages, and in what a log does not say. */
import { hexOf } from '../messages/message.ts';
import type { Reading } from '../reading/reading.ts';
import type { Sign } from './sign.ts';

/** A sign of messages named `message` whose group fits. */
const detail = (name: string, message: string, group: string, pattern: RegExp, says: string): Sign => ({
  ...{ name, blames: 'nobody' },
  see: ({ messages }) =>
    messages.some((found) => found.name === message && pattern.test(found.groups[group] ?? '')) ? says : null,
});

const GUARDS: readonly (readonly [start: number, end: number])[] = [
  [0xefff0000, 0xefff8000],
  [0xefbf0000, 0xefbf8000],
];
const isGuard = (address: number): boolean => GUARDS.some(([start, end]) => address >= start && address < end);

const LETTERS = ['F', 'A', 'P', 'K', 'I'];
const NEXT: Readonly<Record<string, string>> = {
  F: 'before check_page_alloc succeeded: while the list of free pages was made or looked at',
  A: 'in check_page_alloc',
  P: 'after check_page_alloc and before check_page succeeded',
  K: 'after check_page and before check_kern_pgdir succeeded',
  I: 'after check_kern_pgdir: when the new page directory was loaded, or just behind',
};

/** The checks that were over where the boot ended, if the text tells of the boot at all. */
const stoppedIn = ({ boot, checksLeft }: Reading): string | null => {
  if (!boot.isTold) return null;
  if (!checksLeft.includes('A')) return checksLeft.find((letter) => letter !== 'F') ?? null;
  return boot.listWasChecked ? 'A' : 'F';
};

const stops = (letter: string): Sign => ({
  ...{ name: `stops in ${letter}`, blames: 'nobody' },
  see: (reading) => (stoppedIn(reading) === letter ? `the last line is from ${NEXT[letter]}` : null),
});

export const DETAILS: readonly Sign[] = [
  detail('null was read', 'kernel null fault', 'access', /read/i, 'it was a read'),
  detail('null was written', 'kernel null fault', 'access', /write/i, 'it was a write'),
  detail('program was in its text', 'null fault', 'rip', /^(?:0x)?[1-9a-f]/i, 'rip is one of its text'),
  detail(
    'console was protected',
    'console fault',
    'why',
    /protection/i,
    'it says that the page is there, and protected',
  ),
  detail('console was not there', 'console fault', 'why', /missing/i, 'it says that no page is there'),
  {
    ...{ name: 'indexed by address', blames: 'kernel' },
    see: ({ messages }) =>
      messages.some(({ quote }) => /physpages\[pa\]|physpages\[\(?uintptr_t/.test(quote))
        ? 'the assertion itself takes an address for an index of physpages'
        : null,
  },
  {
    ...{ name: 'fault in the guard', blames: 'kernel' },
    see: ({ messages }) =>
      messages.some(({ groups }) => isGuard(hexOf(groups, 'cr2')) || isGuard(hexOf(groups, 'va')))
        ? 'the address lies in the guard below a kernel stack'
        : null,
  },
  {
    ...{ name: 'no memory for programs', blames: 'kernel' },
    see: ({ messages }) =>
      messages.some(({ system, groups }) => system === 'JOS' && /out of memory/.test(groups.text ?? ''))
        ? 'memory ran out'
        : null,
  },
  {
    ...{ name: 'no environments', blames: 'kernel' },
    see: ({ messages }) =>
      messages.some(({ groups }) => /out of environments|no free env/i.test(groups.text ?? ''))
        ? 'there was no free environment'
        : null,
  },
  detail('double fault', 'trap frame', 'trap', /^0*8$/, 'the trap is number 8, a double fault'),
  {
    ...{ name: 'boots again', blames: 'kernel' },
    see: ({ boot }) => (boot.count > 1 ? `the machine booted ${boot.count} times: something reset it` : null),
  },
  {
    ...{ name: 'stops without a word', blames: 'kernel' },
    see: ({ boot, messages }) =>
      boot.isTold && !boot.isOver && messages.length === 0
        ? 'the boot stops in the middle, with no panic and no prompt'
        : null,
  },
  ...LETTERS.map(stops),
];
