/** What happened, in words. */
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import type { KernelView } from '../../kernel/kernel.ts';
import { callText, descriptionOf, exceptionText } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import type { Change, Happening } from './recent.ts';

const CHANGES: readonly Change[] = ['takes', 'shares', 'drops', 'frees'];
const MOST_PAGES_NAMED = 2;
const CYCLE_COLUMNS = 13;

/** So many yields in a row are told one by one; of more, only how many. */
const MOST_YIELDS = 3;

/** Of whom it is told. */
export interface Teller {
  readonly view: KernelView;
  /** Whether a kernel that has nothing to run waits for a key. */
  readonly readsKeys: boolean;
}

const hex = (value: number): string => `0x${value.toString(16)}`;

/** The last `most` lines of what happened, oldest first: a sentence for each happening, or one for many yields. */
export const sentencesOf = (teller: Teller, happenings: readonly Happening[], most: number): string[] => {
  const lines: string[] = [];
  for (let end = happenings.length; end > 0 && lines.length < most; ) {
    const start = startOfYields(teller.view, happenings, end);
    const folded = end < happenings.length && end - start > MOST_YIELDS;
    lines.push(folded ? yieldsInWords(end - start) : sentenceOf(teller, happenings[end - 1]));
    end = folded ? start : end - 1;
  }
  return lines.reverse();
};

/** Index of the first of the yields that end before `end`; `end` if there is none. */
const startOfYields = (view: KernelView, happenings: readonly Happening[], end: number): number => {
  let start = end;
  while (start > 0 && isYield(view, happenings[start - 1])) start--;
  return start;
};

/** Calls that only give the CPU away have that in their names. */
const isYield = (view: KernelView, { event }: Happening): boolean => {
  const call = event.type === 'system call' ? descriptionOf(view, event.number) : undefined;
  return call !== undefined && /yield/i.test(call.name) && call.arguments.length === 0;
};

const yieldsInWords = (count: number): string => `${' '.repeat(CYCLE_COLUMNS)}  … ${count} yields`;

/** One line: the cycle, who did what, what it returned, who runs next, which pages changed. */
export const sentenceOf = (teller: Teller, happening: Happening): string => {
  const cycle = inThousands(Math.floor(happening.cycle)).padStart(CYCLE_COLUMNS);
  const parts = [deedOf(teller, happening)];
  if (happening.outOfMemory) parts.push('no page is free');
  const { pid, next } = happening;
  if (pid !== 0 && next !== 0 && next !== pid) parts.push(`${teller.view.nameOf(next)} runs`);
  return `${cycle}  ${[...parts, ...pagesOf(happening)].join('; ')}`;
};

const deedOf = ({ view, readsKeys }: Teller, happening: Happening): string => {
  const { event, pid } = happening;
  switch (event.type) {
    case 'system call':
      return `${view.nameOf(pid)}: ${callText(view, event.number, happening)}`;
    case 'exception':
      return `${view.nameOf(pid)}: ${exceptionText(event.vector, event.address)}`;
    case 'timer':
      return `tick, in ${view.nameOf(pid)}`;
    case 'setup':
      return `the kernel sets up ${view.nameOf(pid)}, ${event.name}`;
    case 'log':
      return `kernel: ${event.text}`;
    case 'remark':
      return event.text;
    default:
      return readsKeys ? 'nothing can run: the kernel waits for a key' : 'nothing can run';
  }
};

const nameOf = (page: number): string => hex(page * PAGE_SIZE);

const pagesOf = ({ pages, changes }: Happening): string[] =>
  CHANGES.flatMap((change) => {
    const changed = pages.filter((_, i) => changes[i] === change);
    if (changed.length === 0) return [];
    if (changed.length > MOST_PAGES_NAMED) return [`${change} ${nameOf(changed[0])} … (${changed.length} pages)`];
    return [`${change} ${changed.map(nameOf).join(' ')}`];
  });
