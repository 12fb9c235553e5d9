/** Signs in the map of physical memory that pages were lost: L marks what counts references and is in nobody's tables. */
import type { Screen } from '../reading/screen.ts';
import { counted, mapSign, type Sign } from './sign.ts';

/** Of the pages that can be handed out: at most so much is free when memory is "full", and at least so much when there "is" memory. */
const HARDLY_ANY = 0.12;
const A_GOOD_DEAL = 0.2;
/** Processes come and go, and memory that is taken for the most part was full more than once. */
const NEARLY_FULL = 0.3;
/** So many rows at least make a judgement on free memory possible. */
const PAGES_TO_JUDGE = 128;

const leaked = (screen: Screen): number => screen.pagesOf('L').length;
const free = (screen: Screen): number => screen.pagesOf('.').length;
const freeText = (screen: Screen): string =>
  free(screen) === 0 ? 'no page is free' : `${counted(free(screen), 'page')} free`;

/** Whether the rows that can be seen say how full memory is. */
export const isFull = (screen: Screen): boolean =>
  screen.allocatable >= PAGES_TO_JUDGE && free(screen) <= HARDLY_ANY * screen.allocatable;
export const hasMemory = (screen: Screen): boolean => free(screen) > A_GOOD_DEAL * screen.allocatable;

/** A kernel that stops in the middle of a call has pages in its hands, which are in no table yet, or no more. */
const IN_HAND = 24;

const leakSign = (name: string, see: (screen: Screen, count: number) => string | null): Sign =>
  mapSign(name, 'kernel', (screen, { hasStopped }) => {
    const count = leaked(screen);
    return count <= (hasStopped ? IN_HAND : 0) ? null : see(screen, count);
  });

/**
 * Lengths of the runs of L, with kernel and reserved pages left out. Once memory is full the runs have grown together, and least so where pages
 * were handed out last: there they are counted then.
 */
const runsOf = (screen: Screen): number[] => {
  const letters = [...screen.physical].toSorted(([a], [b]) => a - b).map(([, { letter }]) => letter);
  const text = letters.join('').replace(/[KRC]+/g, ' ');
  const from = isFull(screen) ? Math.floor(text.length * LAST_PART) : 0;
  return [...text.slice(from).matchAll(/L+/g)].map(([run]) => run.length);
};

const meanRun = (screen: Screen): number => {
  const runs = runsOf(screen);
  return runs.reduce((sum, run) => sum + run, 0) / runs.length;
};

const LAST_PART = 0.85;
const A_FEW = 4;
const IN_ROWS = 2.6;
const ALONE = 2.2;

export const LEAKS: readonly Sign[] = [
  leakSign(
    'pages leaked',
    (_screen, count) => `the map shows ${counted(count, 'page')} marked L: counted, and in nobody's tables`,
  ),
  leakSign('leaks fill memory', (screen, count) =>
    isFull(screen) && count > 0.3 * screen.allocatable
      ? `the map shows that pages marked L fill memory, ${count} of ${screen.allocatable}, and ${freeText(screen)}`
      : null,
  ),
  leakSign('leaks while memory is free', (screen, count) =>
    hasMemory(screen)
      ? `the map shows ${counted(count, 'page')} marked L while ${freeText(screen)}: it began before memory was full`
      : null,
  ),
  leakSign('few leaks', (screen, count) =>
    count <= A_FEW
      ? `the map shows only ${counted(count, 'page')} marked L${isFull(screen) ? ', and memory is full' : ''}`
      : null,
  ),
  leakSign('few leaks in full memory', (screen, count) =>
    count <= 2 * A_FEW && screen.allocatable >= PAGES_TO_JUDGE && free(screen) <= NEARLY_FULL * screen.allocatable
      ? `the map shows only ${counted(count, 'page')} marked L, and most of memory is taken`
      : null,
  ),
  leakSign('leaks of one process', (screen) =>
    [...screen.owners.keys()].join() === '1' && screen.pagesOf('S').length === 0 && hasStart(screen)
      ? 'the map shows no process but 1, which has all the memory it began with: nobody has ended'
      : null,
  ),
  leakSign('leaks in rows', (screen) => {
    const mean = meanRun(screen);
    return hasMemory(screen) && mean >= IN_ROWS
      ? `the map shows the L in rows, ${mean.toFixed(1)} on average: several pages at a time`
      : null;
  }),
  leakSign('leaks one by one', (screen, count) => {
    const mean = meanRun(screen);
    return count > A_FEW && mean <= ALONE
      ? `the map shows most of the L alone, ${mean.toFixed(1)} in a row on average: one page at a time`
      : null;
  }),
  leakSign('leaks of the dead', (screen, count) =>
    screen.everybodyExited
      ? `all processes have exited, and ${counted(count, 'page')} marked L ${count === 1 ? 'is' : 'are'} left`
      : null,
  ),
  leakSign('survivors among leaks', (screen) => {
    const live = screen.owners.size;
    return isFull(screen) && live > 0 && live <= 3
      ? `the map shows pages of only ${counted(live, 'process').replace('processs', 'processes')}: hardly anybody is left`
      : null;
  }),
];

/** The root and the first tables of process 1 are the first pages that are ever handed out. */
const hasStart = (screen: Screen): boolean => {
  const own = screen.pagesOf('1');
  const others = screen.pagesOf('L');
  return own.length >= 7 && own.slice(0, 5).every((page) => page < (others[0] ?? 0));
};
