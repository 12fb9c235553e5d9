/** `ringfence why`: what is so at a moment of a page, a count, a process, a word, an entry, the TLB, a call or an access; and how it came about. */
import { PAGE_SIZE, type Ppn, ppn } from '../../hardware/hardware.ts';
import { type Reason, reasonsOfCount, reasonsOfProcess } from '../../specs/specs.ts';
import { parseWords, type Values } from '../command-line/options.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { printLines } from '../command-line/width.ts';
import type { Of } from '../json/shape.ts';
import { parseAddress } from '../moments/address.ts';
import { momentLine } from '../moments/given.ts';
import { MOMENT_OPTIONS } from '../moments/opened.ts';
import { reachWatched, type Watched } from '../moments/reached.ts';
import { NOTHING_ELSE, verdict } from '../report/verdict.ts';
import { chainLines, type Link, linksOf, storyOf } from './chain.ts';
import { EXPLAINED } from './explained.ts';
import { WHY } from './json.ts';
import { pageLines, pageTold } from './page.ts';
import { processLines, processTold } from './process.ts';

export const WHY_OPTIONS = { ...MOMENT_OPTIONS, pid: { type: 'string' }, json: { type: 'boolean' } } as const;
/** What one may ask about. */
export const SUBJECTS: readonly string[] = ['page', 'refcount', 'count', 'pid', ...Object.keys(EXPLAINED)];
/** Subjects that need nothing named. */
const ALONE: readonly string[] = ['call'];

type Told = Pick<Of<typeof WHY>, 'page' | 'process' | 'answer'>;

/** An answer: what is written for machines, and its lines; and the steps that led there. */
interface Answer {
  readonly told: Partial<Told>;
  readonly lines: readonly string[];
  readonly reasons: readonly Reason[];
}

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
  const links = linksOf(reached, answer.reasons);
  if (values.json === true) process.stdout.write(`${JSON.stringify(wholeOf(reached, answer, links))}\n`);
  else printLines(linesOf(reached, answer, links));
  return verdict(reached.system, NOTHING_ELSE);
};

const OF_A_SPACE: readonly string[] = ['entry', 'read', 'write'];
const VIRTUAL: readonly string[] = ['entry', 'tlb', 'read', 'write'];

/** What is asked about: a subject, and which one of these where there are several. */
interface WhyAsked {
  readonly subject: string;
  readonly object: string | undefined;
}

/** What `words` ask; null if they are no such question. Throws a UsageError for an object that is none. */
export const whyAsked = ([subject, object, ...rest]: readonly string[]): WhyAsked | null => {
  const isWhole = SUBJECTS.includes(subject) && rest.length === 0 && (object !== undefined || ALONE.includes(subject));
  if (!isWhole) return null;
  if (subject === 'pid') checkNumber(object);
  if (subject !== 'pid' && subject !== 'call')
    parseAddress(`${VIRTUAL.includes(subject) ? 'a virtual' : 'a physical'} address`, object);
  return { subject, object };
};

/** The answer at a moment, in lines. */
export const whyLines = (reached: Watched, asked: WhyAsked, values: Values): string[] => {
  const answer = answerTo(reached, asked, values);
  return linesOf(reached, answer, linksOf(reached, answer.reasons));
};

const answerTo = (reached: Watched, { subject, object }: WhyAsked, values: Values): Answer => {
  if (subject in EXPLAINED) {
    const { now, reasons } = EXPLAINED[subject](reached, storyOf(reached), object, values);
    return { told: { answer: now }, lines: [`   ${now}, ${reached.when}`], reasons };
  }
  if (subject === 'pid') {
    const process = processTold(reached, object ?? '');
    return {
      told: { process },
      lines: processLines(reached, process),
      reasons: reasonsOfProcess(storyOf(reached), process.pid),
    };
  }
  const page = pageAt(reached, parseAddress('a physical address', object), object ?? '');
  const told = pageTold(reached, page);
  return {
    told: { page: told },
    lines: pageLines(reached, told, subject),
    reasons: reasonsOfCount(storyOf(reached), page),
  };
};

const linesOf = ({ origin, moment }: Watched, { lines }: Answer, links: readonly Link[]): string[] => [
  ...lines,
  ...chainLines(links),
  ...origin.map((line) => `   ${line}`.trimEnd()),
  '',
  `   ${momentLine(moment)}`,
];

const wholeOf = (
  { event, when, moment, origin }: Watched,
  { told }: Answer,
  chain: readonly Link[],
): Of<typeof WHY> => ({
  ...{ schema: WHY.id, event, when, moment, page: null, process: null, answer: null },
  ...told,
  ...{ chain, origin: [...origin] },
});

/** Refuses what no kernel numbers its processes by, before anything is run. */
const checkNumber = (text: string | undefined): void => {
  if (!/^(?:0x)?[0-9a-f]+$/i.test(text ?? ''))
    throw new UsageError(`why pid ${text}: expected the number of a process`);
};

const pageAt = ({ kernel }: Watched, pa: number, given: string): Ppn => {
  const end = kernel.view.pages * PAGE_SIZE;
  if (pa >= 0 && pa < end) return ppn(Math.floor(pa / PAGE_SIZE));
  throw new UsageError(`why: memory ends at 0x${end.toString(16)}, and ${given} is not in it`);
};
