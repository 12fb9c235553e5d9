/** What is printed of a series of dumps: which is the first that is wrong, what led there, and which mistakes are known to do that. */

import { harmless } from '../../presentation/screen/line.ts';
import type { Diagnosis, FirstWrong } from '../../specs/judging-dumps.ts';
import type { DumpTold, SinceTold } from './json.ts';
import type { Ran } from './judged-dumps.ts';

/** So many changes are told. */
const MOST_CHANGES = 24;
const MOST_CAUSES = 3;
const MOST_CALLS = 8;

/** How many dumps there are, and which is the first that is wrong. */
export const seriesLines = (count: number, unusable: number, first: FirstWrong | null, title: string): string[] => [
  `${count} dumps${unusable === 0 ? '' : `, ${unusable} of which cannot be used`}: ${first === null ? 'nothing is wrong in any of them.' : `the first in which something is wrong is ${title}.`}`,
];

/** The same of the events of a kernel that ran; and how it ended, after which event. */
export const runLines = (
  dumps: readonly DumpTold[],
  first: FirstWrong | null,
  { ending, isCrash, left }: Ran,
): string[] => {
  const last = dumps.at(-1)?.next ?? null;
  const found =
    first === null
      ? 'nothing is wrong at any of them'
      : `the first at which something is wrong is ${dumps[first.index].file}`;
  return [
    `${dumps.length} ${dumps.length === 1 ? 'event' : 'events'}: ${found}.`,
    ...(ending === null ? [] : [`The kernel ${harmless(ending)}.`]),
    ...(isCrash && first === null && last !== null ? [`The last event was: ${harmless(last)}`] : []),
    ...(left === null ? [] : [left]),
  ];
};

/** What happened between the last good one and the first that is wrong. */
export const storyLines = ({ lastGood, changes, history }: FirstWrong, event: string | null): string[] => [
  ...(lastGood === null
    ? []
    : ['', `   In ${lastGood.title} nothing is wrong yet.${event === null ? '' : ` Then came: ${harmless(event)}`}`]),
  ...(lastGood === null ? [] : ['   What changed:', ...cut(changes.map((line) => `     ${line}`))]),
  ...(history.length === 0
    ? []
    : ['   What became of the first page at fault:', ...history.slice(-MOST_CHANGES).map((line) => `     ${line}`)]),
];

/** Since which line of the kernel's it is so. */
export const sinceLines = ({ word, code: [place, ...calls] }: SinceTold): string[] => [
  '',
  `   It is so since ${codeText(place)} wrote ${harmless(word)}.`,
  ...calls.slice(0, MOST_CALLS).map((call) => `     called by ${codeText(call)}`),
];

/** `page_insert (kern/pmap.c:134)`. */
export const codeText = ({ function: name, file, line }: SinceTold['code'][number]): string =>
  `${harmless(name)}${file === null ? '' : ` (${harmless(file)}:${line})`}`;

const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= MOST_CHANGES
    ? lines
    : [...lines.slice(0, MOST_CHANGES), `     and ${lines.length - MOST_CHANGES} more, which --json lists`];

/** Mistakes that are known to lead there. */
export const causeLines = ({ causes }: Diagnosis): string[] =>
  causes.length === 0
    ? []
    : [
        '',
        '   Mistakes that are known to lead there, the likeliest first:',
        ...causes
          .slice(0, MOST_CAUSES)
          .flatMap(({ id, title, story, because, tellApart }, i) => [
            '',
            `   ${i + 1}. ${title} (${id})`,
            ...(story === '' ? [] : [`      ${story}`]),
            `      Because ${because.map(harmless).join('; ')}.`,
            `      To tell: ${tellApart}`,
          ]),
        ...(causes.length > MOST_CAUSES
          ? [
              '',
              `   Less likely: ${causes
                .slice(MOST_CAUSES, 9)
                .map(({ title, id }) => `${title} (${id})`)
                .join('; ')}.`,
            ]
          : []),
      ];
