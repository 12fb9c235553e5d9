/** Signs in both maps of who has which pages: shared ones, those that have two owners, those that should not be there. */
import { FIRST_USER_PAGE, LAST_PAGE, type Screen } from '../reading/screen.ts';
import type { Colour } from '../reading/terminal-text.ts';
import { isFull } from './leaks.ts';
import { counted, mapSign, pageAddress, type Sign } from './sign.ts';

const PROCESS = /^[1-9A-F]$/;
const BRIGHT_WHITE = 15;
const WHITE = 7;
/**
 * Shared pages behind the first of its own, the stack left out. A program may have replaced a page in the middle of its text, which stays shared
 * around it; but behind the text comes its data, and then nothing shared follows.
 */
const sharedBehindOwn = ({ userPages }: Screen): number[] => {
  const letters = userPages.filter(([page]) => page < LAST_PAGE);
  const firstOwn = letters.findIndex(([, { letter }]) => letter !== 'S');
  const behind = firstOwn < 0 ? [] : letters.slice(firstOwn).filter(([, { letter }]) => letter === 'S');
  const last = letters.at(-1)?.[1].letter;
  return behind.map(([page]) => page).filter((page) => page >= FIRST_USER_PAGE + MOST_TEXT || last === 'S');
};

/** More pages of text no program of the course has. */
const MOST_TEXT = 8;

const isOf = (screen: Screen, page: number, letter: string): boolean => screen.virtual.get(page)?.letter === letter;

/**
 * Whether a page is drawn in reverse, which says that programs may use it: a background, and the letter dark on it. Null where colours say nothing:
 * none are given, or not even the pages of the process itself are in reverse.
 */
const isReversed = ({ virtual, userPages }: Screen, page: number): boolean | null => {
  const colour = virtual.get(page)?.colour ?? null;
  return colour === null || !userPages.some(([, cell]) => isDarkOnLight(cell.colour)) ? null : isDarkOnLight(colour);
};

const isDarkOnLight = (colour: Colour | null): boolean =>
  colour !== null && colour.background !== 0 && colour.foreground % 8 === 0;

const CONSOLE_PAGE = 0xb8;
const KERNEL_PAGE = 0x40;
const MANY = 4;
/** So many pages of its own a process has at least, if it has tables and a program. */
const LEAST = 5;

const hasOwnTables = (screen: Screen): boolean =>
  screen.userPages.length > 0 &&
  [...screen.owners.keys()].some((pid) =>
    screen.pagesOf(pid.toString(16).toUpperCase()).some((page) => page < FIRST_USER_PAGE),
  );

export const SHARING: readonly Sign[] = [
  mapSign('stack shared', 'kernel', (screen) =>
    isOf(screen, LAST_PAGE, 'S')
      ? `the map of process ${screen.pid} shows S in the last page, its stack: more than one process uses it`
      : null,
  ),
  mapSign('stack its own', 'nobody', (screen) =>
    PROCESS.test(screen.virtual.get(LAST_PAGE)?.letter ?? '')
      ? `the map of process ${screen.pid} shows its stack as its own`
      : null,
  ),
  mapSign('heap shared', 'kernel', (screen) => {
    const [first, ...more] = sharedBehindOwn(screen);
    return first === undefined
      ? null
      : `the map of process ${screen.pid} shows S behind its text, at ${pageAddress(first)}${more.length > 0 ? ` and in ${counted(more.length, 'page')} more` : ''}: what should be its own others use, too`;
  }),
  mapSign('everything shared', 'kernel', (screen) => {
    const pages = screen.userPages;
    const own = screen.pid === null ? 0 : screen.pagesOf(screen.pid.toString(16).toUpperCase()).length;
    return pages.length >= 3 &&
      pages.every(([, { letter }]) => letter === 'S') &&
      own === 0 &&
      screen.pagesOf('*').length === 0
      ? `the map of process ${screen.pid} shows nothing but S, and no table of its own: it lives in the tables of another`
      : null;
  }),
  mapSign('tables open', 'kernel', (screen) => {
    const both = screen.pagesOf('*').length;
    return both >= MANY
      ? `the map shows ${counted(both, 'page')} marked *, as many as a process has tables: programs may use what the kernel has`
      : null;
  }),
  mapSign('no page of two owners', 'nobody', (screen) =>
    screen.owners.size > 0 && screen.pagesOf('*').length === 0
      ? 'the map shows no *: no table is open to a program'
      : null,
  ),
  mapSign('page of two owners', 'kernel', (screen) => {
    const both = screen.pagesOf('*');
    return both.length > 0
      ? `the map shows ${counted(both.length, 'page')} marked *, at ${pageAddress(both[0])}${both.length > 1 ? ' first' : ''}: a table, and memory of a program, at once`
      : null;
  }),
  mapSign('text freed', 'kernel', (screen) =>
    isOf(screen, FIRST_USER_PAGE, '*') || isOf(screen, FIRST_USER_PAGE, '.') || isOf(screen, FIRST_USER_PAGE, 'L')
      ? `the map of process ${screen.pid} shows at ${pageAddress(FIRST_USER_PAGE)}, where its text is, a page that is not its own any more`
      : null,
  ),
  mapSign('freed pages in colour', 'kernel', (screen) => {
    const freed = [...screen.physical].filter(
      ([, { letter, colour }]) =>
        isUser(letter) && colour !== null && [WHITE, BRIGHT_WHITE].includes(colour.background),
    );
    return freed.length > 0
      ? `the map shows ${counted(freed.length, 'page')} of processes on white: mapped, and counted 0`
      : null;
  }),
  mapSign('error below', 'kernel', (screen) =>
    screen.hasErrorBelow ? 'below the map stand letters of PAGE TABLE ERROR, which the next picture drew over' : null,
  ),
  mapSign('page 0 in the map', 'kernel', (screen) =>
    isOf(screen, 0, 'R') ? `the map of process ${screen.pid} shows R at address 0, where nothing must be mapped` : null,
  ),
  mapSign('nothing at address 0', 'nobody', (screen) =>
    isOf(screen, 0, ' ') && screen.pid !== null ? `the map of process ${screen.pid} is empty at address 0` : null,
  ),
  mapSign('kernel open in colour', 'kernel', (screen) =>
    isReversed(screen, KERNEL_PAGE) === true && hasOwnTables(screen)
      ? `the map of process ${screen.pid} shows the kernel in reverse: the process may use it`
      : null,
  ),
  mapSign('console closed in colour', 'kernel', (screen) =>
    isReversed(screen, CONSOLE_PAGE) === false
      ? `the map of process ${screen.pid} shows the console (C) not in reverse: the process may not write to it`
      : null,
  ),
  mapSign('console not mapped', 'kernel', (screen) =>
    isOf(screen, CONSOLE_PAGE, ' ') && isOf(screen, CONSOLE_PAGE - 1, 'R')
      ? `the map of process ${screen.pid} is empty where the console is, at ${pageAddress(CONSOLE_PAGE)}`
      : null,
  ),
  mapSign('kernel part missing', 'kernel', (screen) =>
    isOf(screen, KERNEL_PAGE, ' ') && screen.userPages.length > 0
      ? `the map of process ${screen.pid} is empty at ${pageAddress(KERNEL_PAGE)}, where the kernel is`
      : null,
  ),
  mapSign('no stack', 'kernel', (screen) =>
    isOf(screen, LAST_PAGE, ' ') && screen.userPages.length > 0 && screen.pagesOf('S').length > 0
      ? `the map of process ${screen.pid} is empty at ${pageAddress(LAST_PAGE)}, where its stack should be`
      : null,
  ),
  mapSign('no text in the map', 'kernel', (screen) => {
    const pages = screen.userPages;
    return pages.length > 0 && pages[0][0] > FIRST_USER_PAGE && pages[0][0] < FIRST_USER_PAGE + 8
      ? `the map of process ${screen.pid} is empty at ${pageAddress(FIRST_USER_PAGE)}, where its text should be`
      : null;
  }),
  mapSign('process without memory', 'kernel', (screen) =>
    screen.pid !== null && screen.virtual.size > 0 && screen.userPages.length === 0 && screen.virtual.has(LAST_PAGE)
      ? `the map of process ${screen.pid} shows no page of its own`
      : null,
  ),
  mapSign('one has it all', 'nobody', (screen) => {
    const [first, second] = [...screen.owners].toSorted(([, a], [, b]) => b - a);
    return isFull(screen) && second !== undefined && first[1] > 0.7 * screen.allocatable && second[1] <= 3 * LEAST
      ? `the map shows ${first[1]} pages of process ${first[0]}, and few of anybody else: the others got no further`
      : null;
  }),
  mapSign('text shared', 'nobody', (screen) =>
    isOf(screen, FIRST_USER_PAGE, 'S')
      ? `the map of process ${screen.pid} shows S at ${pageAddress(FIRST_USER_PAGE)}: its text is shared`
      : null,
  ),
  mapSign('text not shared', 'nobody', (screen) =>
    screen.owners.size > 1 &&
    PROCESS.test(screen.virtual.get(FIRST_USER_PAGE)?.letter ?? '') &&
    screen.pagesOf('S').length === 0 &&
    isOf(screen, LAST_PAGE, screen.virtual.get(FIRST_USER_PAGE)?.letter ?? '')
      ? `the map of process ${screen.pid} shows its text as its own, and no S anywhere`
      : null,
  ),
  mapSign('nobody but process 1', 'nobody', (screen, { hasStopped }) =>
    hasStopped && [...screen.owners.keys()].join() === '1' && screen.pagesOf('S').length === 0
      ? 'the map shows no page of anybody but process 1, not even shared ones'
      : null,
  ),
  mapSign('memory full', 'nobody', (screen) => (isFull(screen) ? 'the map shows hardly a free page' : null)),
  mapSign('memory left', 'nobody', (screen) =>
    screen.pagesOf('.').length > 0.15 * screen.allocatable && screen.allocatable > 0
      ? `the map shows ${counted(screen.pagesOf('.').length, 'page')} free`
      : null,
  ),
];

const isUser = (letter: string): boolean => letter === 'S' || PROCESS.test(letter);
