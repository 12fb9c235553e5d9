/** How far a kernel of WeensyOS seems to be: which step of the assignment its picture looks like. */
import { FIRST_USER_PAGE, LAST_PAGE, type Screen } from './reading/screen.ts';

export interface Step {
  /** 0 to 7, as the handout numbers them. */
  readonly number: number;
  /** What in the picture says so, as a clause. */
  readonly because: string;
}

const PAGES_A_PROGRAM = 0x40;
const PHYSICAL_PAGES = 0x200;
const PROCESS = /^[1-9A-F]$/;

/** The step that `screen` looks like; null if it shows too little. A kernel that is further may show the same. */
export const stepOf = (screen: Screen): Step | null => {
  if (screen.everybodyExited) return { number: 7, because: 'all processes have exited' };
  const pages = screen.userPages;
  if (screen.pid === null || pages.length === 0 || screen.owners.size === 0) return null;
  if (showsOthers(screen)) {
    return {
      number: 1,
      because: 'the process shown has the pages of all others in its map: no address spaces yet (step 0 or 1)',
    };
  }
  if (isIdentity(screen))
    return { number: 2, because: 'it has its own pages only, and they lie where its addresses say' };
  if (!screen.virtual.has(LAST_PAGE)) return null;
  if (screen.virtual.get(LAST_PAGE)?.letter === ' ')
    return { number: 3, because: 'its pages lie anywhere in memory, and its stack is not at the top yet' };
  return stepFromFork(screen);
};

const stepFromFork = (screen: Screen): Step => {
  const first = screen.virtual.get(FIRST_USER_PAGE)?.letter ?? ' ';
  if (first === 'S' && hasGaps(screen))
    return { number: 7, because: 'processes have ended, since numbers are missing' };
  if (first === 'S') return { number: 6, because: 'its text is shared (S at 0x100000)' };
  const sameStart = screen.owners.size > 1 && screen.owners.size <= 15 && screen.pid !== 1 && first !== ' ';
  return sameStart
    ? { number: 5, because: `process ${screen.pid} begins at 0x100000, so it was forked, and its text is its own` }
    : { number: 4, because: 'its stack is at the top of virtual memory' };
};

const showsOthers = ({ pid, userPages }: Screen): boolean =>
  userPages.some(([, { letter }]) => PROCESS.test(letter) && Number.parseInt(letter, 16) !== pid);

/** Each page of the process lies at the physical page of the same number, as far as both can be seen. */
const isIdentity = ({ pid, physical, userPages }: Screen): boolean =>
  userPages.length >= 3 &&
  userPages.every(([page, { letter }]) => page < PHYSICAL_PAGES && physical.get(page)?.letter === letter) &&
  userPages.some(([page]) => page % PAGES_A_PROGRAM === PAGES_A_PROGRAM - 1) &&
  pid !== null;

/** Whether a number is free below one that is taken: fork takes the lowest. */
const hasGaps = ({ owners }: Screen): boolean => owners.size > 0 && Math.max(...owners.keys()) !== owners.size;
