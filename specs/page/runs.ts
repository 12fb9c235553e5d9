/** Runs of what comes with Ringfence, by names and boots drawn at random, and moments of them, as Node comes to them. */
import fc from 'fast-check';
import type { Ppn } from '../../hardware/hardware.ts';
import type { SpaceView } from '../../kernel/kernel.ts';
import { type Answer, answerTo, openNamed, pageSymbols, type Watched } from '../../presentation/presentation.ts';
import {
  type MomentRun,
  ProcessHistory,
  type ProgramsRun,
  SEMANTICS,
  Timeline,
  textOfMoment,
  watchKernel,
} from '../specs.ts';

/** A moment of a run, and what memory looks like there. */
export interface Reached {
  readonly run: MomentRun;
  readonly step: number;
  readonly event: number;
  readonly fingerprint: string;
  readonly cells: readonly number[];
  readonly counts: readonly number[];
  readonly free: number;
}

const timers = fc.constantFrom('off', 'cycles:9000', 'cycles:100000', 'every:7');
const weensyOS = fc.record({
  kernel: fc.constantFrom(undefined, 'weensyos-35', 'weensyos-12'),
  programs: fc.array(fc.constantFrom('allocators', 'fork', 'exit', 'fuzz'), { minLength: 1, maxLength: 1 }),
  boot: fc.record(
    {
      order: fc.oneof(
        fc.constantFrom('first-fit', 'cursor:3'),
        fc.nat(99).map((seed) => `random:${seed}`),
      ),
      timer: timers,
      memory: fc.constantFrom('1M', '2M', '4M'),
      seed: fc.nat(999).map(String),
    },
    { requiredKeys: [] },
  ),
});
const jos = fc.record({
  kernel: fc.constantFrom('jos', 'env-07'),
  programs: fc.array(fc.constantFrom('dumbfork', 'forktree', 'pingpong', 'primes', 'spin', 'faultdie'), {
    minLength: 1,
    maxLength: 2,
  }),
  boot: fc.record(
    { timer: timers, memory: fc.constantFrom('4M', '8M'), variant: fc.constantFrom('mit', 'sjtu') },
    { requiredKeys: ['memory'] },
  ),
});

/** A boot, and a place: so many events from the beginning, and steps on. */
export const places = fc.record({
  run: fc.oneof({ arbitrary: weensyOS, weight: 2 }, jos).map((run): ProgramsRun => {
    const { kernel, ...others } = run;
    return { what: 'programs', ...(kernel !== undefined && { kernel }), ...others } as ProgramsRun;
  }),
  event: fc.integer({ min: 1, max: 250 }),
  after: fc.nat(9),
});

/** The run, in Node, with a timeline that stands `after` steps after event number `event`. */
export const timelineOf = async (run: MomentRun, event: number, after = 0) => {
  const { playing, system } = (await openNamed(run)).make();
  const timeline = new Timeline(playing);
  timeline.goToEvent(event);
  timeline.goTo(timeline.at + after);
  if (system === null) throw new Error('an allocator has no kernel');
  return { timeline, system };
};

/** Where it stands, seen through nothing but the kernel's view. */
export const reachedIn = (run: MomentRun, { timeline, system }: Awaited<ReturnType<typeof timelineOf>>): Reached => {
  const { view } = system.kernel;
  const cellOf = pageSymbols(
    view,
    (space: SpaceView) => (space as SpaceView & { slot: number }).slot - system.screen.firstSlot,
  );
  const pages = Array.from({ length: view.pages }, (_, page) => page as Ppn);
  const counts = pages.map((page) => view.referenceCount(page));
  const free = pages.filter((page) => view.kindOf(page) === 'allocatable' && view.referenceCount(page) === 0).length;
  const { playing, at: step } = timeline;
  return {
    run,
    step,
    event: playing.event,
    fingerprint: playing.fingerprint(),
    cells: pages.map(cellOf),
    counts,
    free,
  };
};

/** The text of a moment of which only run and place are known: nobody could take its fingerprint from there. */
export const linkTo = (run: MomentRun, { event, step }: { readonly event: number; readonly step: number }): string =>
  textOfMoment({ run, event, step, semantics: SEMANTICS });

/** What there is to say of the page at `address` there, with its life. */
export const pageToldAt = async (
  run: MomentRun,
  step: number,
  address: number,
): Promise<NonNullable<Answer['page']>> => {
  const opened = await openNamed(run);
  const watched: Pick<Watched, 'system' | 'pages' | 'processes'>[] = [];
  const { playing } = opened.make((system) => {
    const watch = watchKernel(system.kernel, system.judging);
    system.told?.(watch);
    watched.push({ system, pages: watch.history, processes: new ProcessHistory(system.kernel) });
  });
  playing.begin();
  playing.advance(step - playing.at);
  const [{ system, pages, processes }] = watched;
  const { event } = playing;
  const place = { opened, step, event, system, kernel: system.kernel, moment: '', text: '', when: '', origin: [] };
  const { page } = answerTo(
    { ...place, pages, processes },
    { subject: 'page', object: `0x${address.toString(16)}` },
    {},
  );
  if (page === null) throw new Error('it was asked about a page');
  return page;
};
