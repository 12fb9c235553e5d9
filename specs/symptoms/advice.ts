/** What there is to say beside causes: what a picture looks like, and what would show more. */
import type { Reading } from './reading/reading.ts';
import type { Screen } from './reading/screen.ts';
import { type Step, stepOf } from './step.ts';

/** What else there is to say of a text, beside causes. */
export interface Advice {
  /** What was read, as sentences. */
  readonly looks: readonly string[];
  /** What would show more, as sentences. */
  readonly more: readonly string[];
}

type Verdict = 'kernel' | 'program' | 'nothing wrong' | 'nothing recognized';

export const adviceFor = (reading: Reading, verdict: Verdict): Advice => {
  if (verdict === 'nothing recognized') return { looks: [], more: READABLE };
  return { looks: looksOf(reading), more: verdict === 'nothing wrong' ? moreFor(reading) : [] };
};

const READABLE: readonly string[] = [
  'It reads messages of WeensyOS and JOS (page faults, panics, assertions, PAGE TABLE ERROR), the picture of the memory viewer, logs of a boot of JOS, trap frames and register dumps, and lines of grading scripts that end with OK or FAIL.',
  'Give it the whole message, from its first word; or the whole screen, with the row above and the row below the pictures.',
];

const looksOf = ({ screens, graded, boot }: Reading): string[] => {
  const screen = screens.at(-1);
  const failed = graded.filter(({ passed }) => !passed).length;
  return [
    ...(screen === undefined ? [] : pictureOf(screen)),
    ...(graded.length > 0 ? [`${graded.length} tests: ${graded.length - failed} pass, ${failed} fail.`] : []),
    ...(boot.isTold && boot.isOver && graded.length === 0 ? ['The boot of JOS passed its checks.'] : []),
  ];
};

const pictureOf = (screen: Screen): string[] => {
  const step = stepOf(screen);
  const free = screen.pagesOf('.').length;
  const live = [...screen.owners.keys()].toSorted((a, b) => a - b);
  const memory = `${free} of ${screen.allocatable} pages free${screen.isWhole ? '' : ', as far as the picture goes'}`;
  return [
    `The picture: ${memory}; ${live.length === 0 ? 'no process has a page of its own' : `pages of process ${live.join(', ')}`}.`,
    ...(step === null ? [] : [`It looks like a kernel of step ${step.number}: ${step.because}.`, ...earlier(step)]),
  ];
};

const earlier = ({ number }: Step): string[] => {
  if (number >= 6) return [];
  const next = NEXT_STEP[number];
  return [`That is right for that step. If yours is further: ${next}`];
};

const NEXT_STEP: readonly string[] = [
  'processes must not see the pages of others.',
  'processes must not see the pages of others (step 2).',
  'physical pages should come from kalloc, in any order (step 3).',
  'the stack belongs at the end of virtual memory (step 4).',
  'nothing here was forked (step 5); run p-fork to see it.',
  'with step 6 the text is shared, S at 0x100000. If the loader was to map it without PTE_W, it does not; fork then copies it.',
];

/** What does not show in a picture: the mistakes that the programs of the course do not bring to light. */
const moreFor = ({ screens, system }: Reading): string[] => {
  if (system === 'JOS' || screens.length === 0) return [MORE_OF_JOS];
  const screen = screens.at(-1) as Screen;
  const isFull = screen.pagesOf('.').length === 0;
  return [
    ...(isFull
      ? []
      : [
          'Wait until memory is full: what fails then, and is not undone, shows as L only afterwards (p-exit fills it in seconds if ALLOC_SLOWDOWN is 1).',
        ]),
    stepOf(screen)?.number === 7
      ? 'Let p-exit run on until memory was full several times: what is lost a page at a time is seen late.'
      : 'Run p-exit for a minute: pages that are lost, or freed too often, show only when processes end.',
    'Hand pages out in another order (page_increment 3, or random): a copy through the wrong address goes unseen as long as pages come one after the other.',
    'What no program of the course tries, random ones do: ringfence check --kernel FILE.',
  ];
};

const MORE_OF_JOS =
  'What the checks at boot do not look at, use shows: ringfence jos --kernel FILE --check of lab 2, ringfence check --kernel FILE of lab 4.';
