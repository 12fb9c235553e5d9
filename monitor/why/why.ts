/** `ringfence why`: what is so at a moment of a page, a count, a process, a word, an entry, the TLB, a call or an access; and how it came about. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Values } from '../../presentation/boot/values.ts';
import {
  type Answer,
  answerTo,
  chainLines,
  OF_A_SPACE,
  SUBJECTS,
  type Watched,
  type WhyAsked,
  whyAsked,
} from '../../presentation/presentation.ts';
import { parseWords } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import type { Of } from '../json/shape.ts';
import { momentLine } from '../moments/given-moments.ts';
import { MOMENT_OPTIONS } from '../moments/opened-run.ts';
import { reachWatched } from '../moments/reached-moment.ts';
import { NOTHING_ELSE, verdict } from '../report/verdict.ts';
import { linksOf } from './chain.ts';
import { WHY } from './json.ts';

export const WHY_OPTIONS = { ...MOMENT_OPTIONS, pid: { type: 'string' }, json: { type: 'boolean' } } as const;

export const why = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('why', words, WHY_OPTIONS);
  const at = positionals.findLastIndex((word) => SUBJECTS.includes(word));
  const asked = at < 0 ? null : whyAsked(positionals.slice(at));
  if (asked === null) {
    throw new UsageError(
      'why: expected a program or recording, then page, refcount or word and a physical address, entry, tlb, read or write and a virtual one, ' +
        'pid and a number, or call, as in why fork page 0x5000 --at 20',
    );
  }
  const reached = await reachWatched(positionals.slice(0, at), values);
  if (values.pid !== undefined && !OF_A_SPACE.includes(asked.subject)) {
    throw new UsageError(
      `why ${asked.subject}: --pid says whose tables are meant, which entry, read and write ask about`,
    );
  }
  const answer = answerTo(reached, asked, values);
  if (values.json === true) process.stdout.write(`${JSON.stringify(told(reached, answer))}\n`);
  else printLines(linesOf(reached, answer));
  return verdict(reached.system, NOTHING_ELSE);
};

/** The answer at a moment, in lines. */
export const whyLines = (reached: Watched, asked: WhyAsked, values: Values): string[] =>
  linesOf(reached, answerTo(reached, asked, values));

const linesOf = ({ origin, moment }: Watched, { lines, reasons }: Answer): string[] => [
  ...lines,
  ...chainLines(reasons),
  ...origin.map((line) => `   ${line}`.trimEnd()),
  '',
  `   ${momentLine(moment)}`,
];

const told = (reached: Watched, { page, process, sentence, reasons }: Answer): Of<typeof WHY> => {
  const { event, when, moment, origin } = reached;
  const answer = { page, process, answer: sentence, chain: linksOf(reached, reasons), origin: [...origin] };
  return { ...{ schema: WHY.id, event, when, moment }, ...answer };
};
