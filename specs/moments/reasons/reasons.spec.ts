import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import Tiny from '../../../examples/kernel-from-scratch/tiny.ts';
import { counter, ppn, va } from '../../../hardware/hardware.ts';
import { JosKernel, JosLab4, type Watched, WeensyKernel } from '../../../kernel/kernel.ts';
import { exit, fork, load8, type OperationStep, pageAlloc, schedYield, store8 } from '../../../userland/userland.ts';
import type { Trial } from '../../judge/campaign/trial.ts';
import { trialOf } from '../../trial-of.ts';
import { PLAIN_BOOT, type Scenario } from '../../weensyos/scenario.ts';
import type { Playing } from '../playing.ts';
import { Timeline } from '../timeline.ts';
import { explainFailedCall } from './failed-call.ts';
import { StepEvents } from './step-events.ts';
import { Story } from './story.ts';
import { explainAccess, explainEntry } from './translations.ts';
import { reasonsOfCount, reasonsOfProcess, reasonsOfTlb, reasonsOfWord } from './values.ts';

const storyOf = (trial: Trial<unknown>, scenario: unknown, step = Number.POSITIVE_INFINITY): Story => {
  const made: { kernel: Watched; events: StepEvents }[] = [];
  const playing = trial.playing?.(scenario, (kernel) => void made.push({ kernel, events: new StepEvents(kernel) }));
  const timeline = new Timeline(playing as Playing);
  timeline.goTo(step);
  return new Story(timeline, made[0].kernel, made[0].events);
};
const trialFor = (Kernel: unknown): Trial<unknown> => trialOf(Kernel)?.trial as Trial<unknown>;

/** An entry into the kernel; the end of a scenario of environments enters it from its own side. */
const ENTRY =
  /^(fork|exit|page_alloc|sys_\w+|give|page fault|exception|the setup|the end of all|a tick|breakpoint|general|invalid)/;

describe.each([
  ['WeensyOS', WeensyKernel, 80, ENTRY],
  ['JOS with environments', JosLab4, 300, ENTRY],
  ['lab 2 of JOS', JosKernel, 300, /^(page_|\w+ = page_|pgdir_walk)/],
  ['a kernel from scratch', Tiny, 40, ENTRY],
] as const)('in random runs of %s', (_name, Kernel, pages, calls) => {
  const trial = trialFor(Kernel);

  test('the changes that are told of a count are those that there were, each with the step that made it', () => {
    fc.assert(
      fc.property(trial.scenarios, fc.nat(pages), (scenario, page) => {
        const story = storyOf(trial, scenario, 0);
        const count = (): number => story.view.referenceCount(ppn(page));
        const values = [count()];
        while (story.timeline.goesOn) {
          story.timeline.step();
          values.push(count());
        }
        const steps = values.flatMap((value, i) => (i > 0 && value !== values[i - 1] ? [i] : [])).toReversed();
        const changes = story.changes(count, count, 1000);
        expect(changes.map(({ step }) => step)).toEqual(steps);
        expect(changes.map(({ before, after }) => [before, after])).toEqual(
          steps.map((step) => [values[step - 1], values[step]]),
        );
        expect(story.timeline.at).toBe(values.length - 1);
        // Whoever made it is an entry into the kernel, a function or the end: programs cannot reach counts.
        for (const { deed } of changes) expect(deed).toMatch(calls);
      }),
      { numRuns: 6, seed: 3 },
    );
  });
});

const HEAP = 0x104000;
const scenarioOf = (steps: Scenario['programs'][number], more: Partial<Scenario> = {}): Scenario => ({
  ...PLAIN_BOOT,
  programs: [steps],
  ...more,
});
const weensy = trialFor(WeensyKernel);
const textsOf = (reasons: readonly { readonly text: string }[]): string[] => reasons.map(({ text }) => text);

test('a count is told back to whoever took the page', () => {
  const story = storyOf(weensy, scenarioOf([[pageAlloc, HEAP], [fork], [exit]]), 3);
  const text = story.view.mappings(story.view.spaces()[0].root).find(({ va: at }) => at === 0x100000);
  const [first, ...rest] = textsOf(reasonsOfCount(story, ppn((text?.pa ?? 0) >> 12)));
  expect([first, ...rest].join('\n')).toMatch(
    /exit of process \d dropped it, count 1, which process \d at 0x100000 had/,
  );
  expect(rest.at(-1)).toMatch(/fork of process 1 shared it, count 2, for process 2 at 0x100000/);
});

test('a word is told back to the store that made it, and a call that failed to the choice that made it fail', () => {
  const story = storyOf(weensy, scenarioOf([[pageAlloc, HEAP], [store8, HEAP, 7], [load8, HEAP], [schedYield]]), 30);
  const [space] = story.view.spaces();
  const mapped = story.view.mappings(space.root).find(({ va: at }) => at === HEAP);
  expect(textsOf(reasonsOfWord(story, mapped?.pa ?? 0))[0]).toBe(
    'an operation of process 1 stored 0x7 there, in place of 0x0',
  );
  expect(explainEntry(story, va(HEAP), space).reasons[0].text).toMatch(
    /^page_alloc of process 1 stored 0x[0-9a-f]+7 there, in place of 0x0$/,
  );
  const denied = weensy.denying(scenarioOf([[pageAlloc, HEAP], [schedYield]]), 8) as Scenario;
  const failing = explainFailedCall(storyOf(weensy, denied, 4), null);
  expect(failing?.now).toMatch(/^page_alloc of process 1 returned -1, which means: /);
  expect(failing?.reasons[0].text).toContain('an allocation in it was chosen to fail');
});

test('a call that fails for want of memory is told back to who took the last pages', () => {
  const pages = Array.from({ length: 40 }, (_, i): OperationStep => [pageAlloc, HEAP + i * 4096]);
  const story = storyOf(
    weensy,
    scenarioOf([...Array.from({ length: 2 }, (): [typeof fork] => [fork]), ...pages], { pages: 256, slots: 17 }),
    120,
  );
  const failed = explainFailedCall(story, null);
  expect(failed?.now).toContain('returned -1');
  expect(textsOf(failed?.reasons ?? []).join('\n')).toMatch(
    /no page was free for it[\s\S]*page_alloc of process \d left 0 pages free, of 1/,
  );
});

const GREEDY = scenarioOf(
  [...Array.from({ length: 118 }, (_, i): OperationStep => [pageAlloc, HEAP + i * 4096]), [schedYield]],
  { pages: 256 },
);

test('each step is told with what it did, also where the run was kept', () => {
  const story = storyOf(weensy, GREEDY, 100);
  const free = (): number => story.view.freeList().length;
  const changes = story.changes(free, free, 90);
  expect(changes.map(({ step }) => step)).toEqual(Array.from({ length: 90 }, (_, i) => 100 - i));
  expect(new Set(changes.map(({ deed }) => deed))).toEqual(new Set(['page_alloc of process 1']));
});

test('where an allocation was chosen to fail, that is why, however few pages are left', () => {
  const story = storyOf(weensy, { ...GREEDY, asked: ['allocation'] }, 0);
  story.timeline.next(() => story.view.freeList().length < 4);
  const failing = story.machine.counters[counter.QUESTIONS_ASKED];
  const failed = explainFailedCall(storyOf(weensy, weensy.denying(GREEDY, failing), story.timeline.at + 1), null);
  expect(failed?.now).toMatch(/^page_alloc of process 1 returned -1/);
  expect(textsOf(failed?.reasons ?? [])).toEqual([expect.stringContaining('an allocation in it was chosen to fail')]);
});

test('an access that faults is told back to the entry that decides', () => {
  const story = storyOf(weensy, scenarioOf([[pageAlloc, HEAP], [schedYield]]), 10);
  const [space] = story.view.spaces();
  const text = explainAccess(story, va(0x100000), space, 'write');
  expect(text.now).toMatch(
    /^a write of 0x100000 by process 1 faults: the L1 entry at 0x[0-9a-f]+ does not allow it \(.*read-only/,
  );
  expect(explainAccess(story, va(HEAP), space, 'write').now).toContain('goes through');
  const missing = explainAccess(story, va(HEAP + 4096), space, 'read');
  expect(missing.now).toContain('is not present, and was so from the beginning');
  expect(explainAccess(story, va(2 ** 47), space, 'read').now).toContain('not canonical');
});

test('a translation that is cached is told back to the access that filled it, a process to the fork that made it', () => {
  const story = storyOf(weensy, scenarioOf([[pageAlloc, HEAP], [store8, HEAP, 7], [fork], [schedYield]]), 2);
  expect(textsOf(reasonsOfTlb(story, va(HEAP)))[0]).toMatch(
    /^an operation of process 1 had it cached: physical page 0x/,
  );
  story.timeline.goTo(3);
  expect(textsOf(reasonsOfTlb(story, va(HEAP)))[0]).toMatch(/^fork of process 1 flushed it; it was physical page 0x/);
  expect(textsOf(reasonsOfProcess(story, 2))[0]).toMatch(
    /^fork of process 1 made it runnable, root 0x[0-9a-f]+; it was not there$/,
  );
});
