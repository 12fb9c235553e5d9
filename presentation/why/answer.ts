/** What is so at a moment of a page, a count, a process, a word, an entry, the TLB, a call or an access; and how it came about. */
import { PAGE_SIZE, type Ppn, ppn } from '../../hardware/hardware.ts';
import { type Reason, reasonsOfCount, reasonsOfProcess } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import type { Values } from '../boot/values.ts';
import { parseAddress } from '../moments/address.ts';
import type { Watched } from '../moments/reached-moment.ts';
import { storyOf } from './chain.ts';
import { EXPLAINED } from './explained.ts';
import { type PageTold, pageLines, pageTold } from './page.ts';
import { type ProcessTold, processLines, processTold } from './process.ts';
import type { WhyAsked } from './subject.ts';

export interface Answer {
  /** Of a page or a count, of a process, of any other subject: one of these. */
  readonly page: PageTold | null;
  readonly process: ProcessTold | null;
  readonly sentence: string | null;
  /** The same as lines. */
  readonly lines: readonly string[];
  /** The steps that led there, the last one first. */
  readonly reasons: readonly Reason[];
}

const NONE = { page: null, process: null, sentence: null };

/** The answer at `moment`; `--pid` among `values` says whose tables are meant. Throws a UsageError for what is not there. */
export const answerTo = (moment: Watched, { subject, object }: WhyAsked, values: Values): Answer => {
  const unseen = moment.opened.kind?.unseen?.[subject];
  if (unseen !== undefined) throw new UsageError(`why ${subject}: ${unseen}`);
  const story = () => storyOf(moment.opened, moment.step);
  if (subject in EXPLAINED) {
    const { now, reasons } = EXPLAINED[subject](moment, story(), object, values);
    return { ...NONE, sentence: now, lines: [`   ${now}, ${moment.when}`], reasons };
  }
  if (subject === 'pid') {
    const process = processTold(moment, object ?? '');
    return { ...NONE, process, lines: processLines(moment, process), reasons: reasonsOfProcess(story(), process.pid) };
  }
  const page = pageAt(moment, parseAddress('a physical address', object), object ?? '');
  const told = pageTold(moment, page);
  return { ...NONE, page: told, lines: pageLines(moment, told, subject), reasons: reasonsOfCount(story(), page) };
};

const pageAt = ({ kernel }: Watched, pa: number, given: string): Ppn => {
  const end = kernel.view.pages * PAGE_SIZE;
  if (pa >= 0 && pa < end) return ppn(Math.floor(pa / PAGE_SIZE));
  throw new UsageError(`why: memory ends at 0x${end.toString(16)}, and ${given} is not in it`);
};
