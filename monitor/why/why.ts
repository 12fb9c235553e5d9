/** `ringfence why`: the life of a physical page or of a process, and why a reference count is what it is, at a moment. */
import { PAGE_SIZE, type Ppn, ppn } from '../../hardware/hardware.ts';
import { parseWords } from '../command-line/options.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { printLines } from '../command-line/width.ts';
import type { Of } from '../json/shape.ts';
import { parseAddress } from '../moments/address.ts';
import { momentLine } from '../moments/given.ts';
import { MOMENT_OPTIONS } from '../moments/opened.ts';
import { type Reached, reach } from '../moments/reached.ts';
import { NOTHING_ELSE, verdict } from '../report/verdict.ts';
import { WHY } from './json.ts';
import { pageLines, pageTold } from './page.ts';
import { processLines, processTold } from './process.ts';

export const WHY_OPTIONS = { ...MOMENT_OPTIONS, json: { type: 'boolean' } } as const;
export const SUBJECTS: readonly string[] = ['page', 'refcount', 'pid'];

export const why = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('why', words, WHY_OPTIONS);
  const at = positionals.findLastIndex((word) => SUBJECTS.includes(word));
  const asked = at < 0 ? null : whyAsked(positionals.slice(at));
  if (asked === null) {
    throw new UsageError(
      'why: expected a program or recording, then page or refcount and a physical address, or pid and a number, as in ' +
        'why fork page 0x5000 --at 20',
    );
  }
  const moment = await reach(positionals.slice(0, at), values);
  const { page, process: told, lines } = whyTold(moment, asked);
  lines.push('', `   ${momentLine(moment.moment)}`);
  const { event, when, origin } = moment;
  const whole: Of<typeof WHY> = {
    schema: WHY.id,
    event,
    when,
    moment: moment.moment,
    page,
    process: told,
    origin: [...origin],
  };
  if (values.json === true) process.stdout.write(`${JSON.stringify(whole)}\n`);
  else printLines(lines);
  return verdict(moment.system, NOTHING_ELSE);
};

/** What is asked about: a page by an address in it, or a process by its number. */
export interface WhyAsked {
  readonly subject: string;
  readonly object: string;
  readonly pa: number | null;
}

/** What `words` ask: a subject and which one; null if they are no such question. Throws a UsageError for an object that is none. */
export const whyAsked = ([subject, object, ...rest]: readonly string[]): WhyAsked | null => {
  if (subject === undefined || object === undefined || rest.length > 0 || !SUBJECTS.includes(subject)) return null;
  if (subject === 'pid') checkNumber(object);
  return { subject, object, pa: subject === 'pid' ? null : parseAddress('a physical address', object) };
};

/** The answer at a moment, also as lines. Throws a UsageError for a page or process that there is not. */
export const whyTold = (moment: Reached, { subject, object, pa }: WhyAsked) => {
  const page = pa === null ? null : pageTold(moment, pageAt(moment, pa, object));
  const process = pa === null ? processTold(moment, object) : null;
  const lines = page === null ? [] : pageLines(moment, page, subject);
  if (process !== null) lines.push(...processLines(moment, process));
  lines.push(...moment.origin.map((line) => `   ${line}`.trimEnd()));
  return { page, process, lines };
};

/** Refuses what no kernel numbers its processes by, before anything is run. */
const checkNumber = (text: string): void => {
  if (!/^(?:0x)?[0-9a-f]+$/i.test(text)) throw new UsageError(`why pid ${text}: expected the number of a process`);
};

const pageAt = ({ kernel }: Reached, pa: number, given: string): Ppn => {
  const end = kernel.view.pages * PAGE_SIZE;
  if (pa >= 0 && pa < end) return ppn(Math.floor(pa / PAGE_SIZE));
  throw new UsageError(`why: memory ends at 0x${end.toString(16)}, and ${given} is not in it`);
};
