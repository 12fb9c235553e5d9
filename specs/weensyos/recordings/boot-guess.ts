/**
 * Guesses how a recorded kernel was booted, from what its trace shows: which programs, how much memory, where ticks fall.
 * Where that leaves more than one way, all are given; running the model beside the trace decides.
 */
import { ppn } from '../../../hardware/hardware.ts';
import type { PageOrder, WeensyParameters } from '../../../kernel/kernel.ts';
import { FEWEST_PAGES, isAllocatable, MOST_PAGES } from '../../../kernel/weensyos/layout.ts';
import type { Recording } from './recording.ts';

/** A boot, but for its programs, which only have names. */
export interface Guess {
  readonly programs: readonly string[];
  readonly parameters: Pick<WeensyParameters, 'order' | 'timer' | 'pages' | 'viewer'>;
}

/** The ways in which a trace can have been booted, likeliest first. None for a final state, which says too little. */
export const guessBoots = ({ kind, lines }: Recording): Guess[] => {
  if (kind !== 'trace') return [];
  const setups = lines.filter((line) => line.startsWith('I '));
  const programs = setups.map((line) => line.split(' ')[2]);
  const [pages, timer] = [pagesOf(lines[0]), timerOf(lines)];
  return ordersOf(setups[0] ?? '').flatMap((order) =>
    [false, true].map((viewer) => ({ programs, parameters: { order, timer, pages, viewer } })),
  );
};

/** Pages of memory, of which so many are free before any program is loaded as the header says. */
const pagesOf = (header: string): number => {
  const free = Number(/ free (\d+)$/.exec(header)?.[1]);
  let found = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    if (isAllocatable(ppn(page), MOST_PAGES) && ++found === free) return Math.max(FEWEST_PAGES, page + 1);
  }
  return MOST_PAGES;
};

/** The first page taken is one stride from page 0. */
const ordersOf = (setup: string): PageOrder[] => {
  const first = Number.parseInt(/ \+([0-9a-f]{3})/.exec(setup)?.[1] ?? '1', 16);
  if (first > 1) return [{ kind: 'cursor', stride: first }];
  return [{ kind: 'first-fit' }, { kind: 'cursor', stride: 1 }];
};

/** Event i is a tick if i mod period is period - 1: the first tick tells. */
const timerOf = (lines: readonly string[]): WeensyParameters['timer'] => {
  const tick = lines.find((line) => /^\d+ \d+ T /.test(line));
  return tick === undefined ? { mode: 'off' } : { mode: 'every', period: Number.parseInt(tick, 10) + 1 };
};
