/** The boot of a scenario in the words of `ringfence run`. */
import { DEFAULT_PARAMETERS, type PageOrder } from '../../kernel/kernel.ts';
import type { Scenario } from './scenario.ts';

/** A page order as `--order` takes it: `cursor:3`, `random:7`, or its kind alone. */
export const orderText = (order: PageOrder): string => {
  if (order.kind === 'cursor') return `cursor:${order.stride}`;
  return order.kind === 'random' ? `random:${order.seed}` : order.kind;
};

/** The words that make `ringfence run` boot alike; those that change nothing are left out. */
export const bootWords = ({ order, timer, pages, slots, viewer }: Scenario): string[] => [
  `--timer ${timer.mode === 'cycles' || timer.mode === 'every' ? `${timer.mode}:${timer.period}` : 'off'}`,
  ...(order.kind === 'first-fit' ? [] : [`--order ${orderText(order)}`]),
  ...(pages === DEFAULT_PARAMETERS.pages ? [] : [`--memory ${pages * 4}K`]),
  ...(slots === DEFAULT_PARAMETERS.slots ? [] : [`--processes ${slots - 1}`]),
  ...(viewer ? ['--viewer'] : []),
];

/** How to boot what shows a failure. */
export const bootLine = (scenario: Scenario): string => {
  const ticks = scenario.timer.mode === 'chosen' ? ['and a timer whose ticks are chosen'] : [];
  return `booted with ${[...bootWords(scenario), ...ticks].join(' ')}`;
};

/** The same as code of a program's file, which `ringfence run`, `why` and `walk` obey: the words, and what an oracle says, if anything. */
export const bootCode = (scenario: Scenario): string[] => {
  const { asked, choices } = scenario;
  const answers = choices.slice(0, choices.findLastIndex((choice) => choice !== 0) + 1);
  const needsOracle = answers.length > 0 || scenario.timer.mode === 'chosen';
  const questions = asked.map((question) => `'${question}'`).join(', ');
  return [
    `export const boot = '${bootWords(scenario).join(' ')}';`,
    ...(needsOracle ? [`export const oracle = { asked: [${questions}], choices: [${answers.join(', ')}] };`] : []),
  ];
};
