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
const RUNS = 25;

/** The life of each page of a run after the boot, as `judging` finds it: within one entry into the kernel, in no order. */
const livesOf = (tried: Scenario, judging: Judging): string[][] => {
  const kernel = new WeensyKernel(parametersOf(VOCABULARY, tried));
  const { history } = watchKernel(kernel, judging);
  kernel.boot();
  const { machine } = kernel;
  if (machine.cpu.runState === register.RUNNING) machine.run(BOUNDARIES);
  return Array.from({ length: machine.memory.ramPages }, (_, page) =>
    history
      .of(ppn(page))
      .filter(({ during }) => during !== 'setup')
      .map(textOf)
      .toSorted(),
  );
};

const textOf = ({ cycle, entry: _, ...event }: PageEvent): string =>
  `${String(cycle).padStart(12)} ${JSON.stringify(event)}`;

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
