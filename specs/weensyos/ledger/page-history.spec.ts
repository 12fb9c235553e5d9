/** What the ledger finds in changed words of the lives of pages is what counting everything at each return finds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ppn, register } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { Judging } from '../../judge/judging.ts';
import { ownJudging } from '../../judge/kernel-from-scratch.ts';
import type { PageEvent } from '../../judge/watch/page-history.ts';
import { watchKernel } from '../../judge/watch/watch.ts';
import { weensyJudging } from '../judging.ts';
import { parametersOf, type Scenario, scenario, vocabularyOf } from '../scenario.ts';

const VOCABULARY = vocabularyOf(WeensyKernel.calls);
const BOUNDARIES = 60;
const RUNS = 10;

/** The life of each page of a run after the boot, as `judging` finds it: what each entry into the kernel came to. */
const livesOf = (tried: Scenario, judging: Judging): string[][] => {
  const kernel = new WeensyKernel(parametersOf(VOCABULARY, tried));
  const { history } = watchKernel(kernel, judging);
  kernel.boot();
  const { machine } = kernel;
  if (machine.cpu.runState === register.RUNNING) machine.run(BOUNDARIES);
  return Array.from({ length: machine.memory.ramPages }, (_, page) => netOf(history.of(ppn(page))));
};

/** Each change in words, but for what one entry did and undid: the ledger sees that, and counting does not. */
const netOf = (events: readonly PageEvent[]): string[] => {
  const net = new Map<string, number>();
  for (const { change, entry: _, count, ...event } of events.filter(({ during }) => during !== 'setup')) {
    const isUp = change === 'taken' || change === 'shared' || change === 'mapped' || change === 'linked';
    const what = JSON.stringify({ ...event, of: count === undefined ? 'reference' : 'count' });
    net.set(what, (net.get(what) ?? 0) + (isUp ? 1 : -1));
  }
  return [...net].flatMap(([what, sum]) => (sum === 0 ? [] : [`${what} ${sum}`])).toSorted();
};

test('the life of each page by the ledger is that by counting, whatever programs, boots and choices are', () => {
  let events = 0;
  const property = fc.property(scenario(VOCABULARY), (tried) => {
    const lives = livesOf(tried, weensyJudging);
    expect(lives).toEqual(livesOf(tried, ownJudging()));
    events += lives.flat().length;
  });
  fc.assert(property, { numRuns: RUNS });
  expect(events).toBeGreaterThan(RUNS);
});
