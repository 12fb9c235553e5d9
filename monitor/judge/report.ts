/** What is printed of a dump: what it is, what is wrong and where, what may be, and what cannot be seen. */
import type { KernelView } from '../../kernel/kernel.ts';
import { harmless } from '../../presentation/screen/line.ts';
import type { Finding, Judgement, NotJudged, ScreenMessage } from '../../specs/judging-dumps.ts';
import { inThousands } from '../../specs/thousands.ts';

const PAGE = 4096;
/** So many places of a finding are told; with all, `--json`. */
const MOST_PLACES = 8;
const hex = (value: number): string => `0x${(value < 0 ? value + 2 ** 48 : value).toString(16)}`;

/** The lines of `judgement`, of a dump in the file `title`. */
export const judgementLines = (title: string, judgement: Judgement): string[] => {
  const { findings, messages, dump, said } = judgement;
  return [
    title,
    ...said.map((sentence) => `   ${sentence}`),
    ...findings.violations.flatMap((finding) => ['', ...findingLines('', finding, dump.view)]),
    ...messages.filter(({ blames }) => blames === 'kernel').flatMap((message) => ['', ...messageLines(message)]),
    ...messages.filter(({ blames }) => blames === 'program').flatMap((message) => ['', ...messageLines(message)]),
    ...findings.advice.flatMap((finding) => ['', ...findingLines('Advice: ', finding, dump.view)]),
    ...verdictLines(judgement),
    ...findings.notJudged.map(notJudgedLine),
    `   ${UNSEEN}`,
  ];
};

const UNSEEN =
  'In no word of memory: a triple fault (the machine resets or stands still), a stale TLB, what a program computed wrongly, and what will be.';

const verdictLines = ({ findings, messages }: Judgement): string[] => {
  const isRight = findings.violations.length === 0 && messages.every(({ blames }) => blames !== 'kernel');
  return ['', ...(isRight ? ['   Nothing is wrong, as far as memory and screen show.'] : [])];
};

/** The name, the sentence, and the places where it does not hold. */
export const findingLines = (
  before: string,
  { name, sentence, why, places, unless }: Finding,
  view: KernelView,
): string[] => [
  `   ${before}${name}${places.length === 1 ? '' : `, in ${inThousands(places.length)} places`}${unless === null ? '' : `, unless ${unless}`}`,
  `   ${sentence} ${why}`,
  ...places.slice(0, MOST_PLACES).map(({ page, process, address, expected, found }) => {
    const where = [
      ...(page === undefined ? [] : [`page ${hex(page)} (physical ${hex(page * PAGE)})`]),
      ...(process === undefined || view.nameOf(process) === found ? [] : [view.nameOf(process)]),
      ...(address === undefined ? [] : [`address ${hex(address)}`]),
    ].join(', ');
    return `     ${where === '' ? '' : `${where}: `}expected ${expected}; found ${found}`;
  }),
  ...(places.length > MOST_PLACES
    ? [`     and ${inThousands(places.length - MOST_PLACES)} more, which --json lists`]
    : []),
];

const messageLines = ({ quote, blames, means }: ScreenMessage): string[] => [
  `   On the screen: "${harmless(quote.trim().replace(/\s+/g, ' '))}"`,
  `     What it means${blames === 'program' ? ' (of a program, not of the kernel)' : ''}: ${harmless(means)}`,
];

const notJudgedLine = ({ names, because }: NotJudged): string => `   Not judged: ${names.join(', ')}: ${because}.`;
