/** What one may ask about a moment: a subject, and which one of these where there are several. */
import { UsageError } from '../boot/usage-error.ts';
import { parseAddress } from '../moments/address.ts';
import { EXPLAINED } from './explained.ts';

/** What one may ask about. */
export const SUBJECTS: readonly string[] = ['page', 'refcount', 'count', 'pid', ...Object.keys(EXPLAINED)];
/** Subjects that need nothing named. */
const ALONE: readonly string[] = ['call'];
/** Subjects that are of an address space. */
export const OF_A_SPACE: readonly string[] = ['entry', 'read', 'write'];
const VIRTUAL: readonly string[] = [...OF_A_SPACE, 'tlb'];

export interface WhyAsked {
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

/** Refuses what no kernel numbers its processes by, before anything is run. */
const checkNumber = (text: string | undefined): void => {
  if (!/^(?:0x)?[0-9a-f]+$/i.test(text ?? ''))
    throw new UsageError(`why pid ${text}: expected the number of a process`);
};
