/** One moment in the story of a value: what became of it, by which code, and after how many events. */
import { kernelFunctions } from '../../../kernel/kernel.ts';
import { ownFrame } from '../own-frame.ts';
import type { Deed } from './deed.ts';

export interface Link {
  /** A sentence without its end: `kallocPagetable gave 0 to fork`. */
  readonly what: string;
  /** The line of the user's code: `Mine.fork (/home/me/mine.ts:11:23)`; undefined where none of it was at work. */
  readonly place: string | undefined;
  /** The kernel's methods that were at work, innermost first. */
  readonly methods: readonly string[];
  /** System calls and ticks until then. */
  readonly event: number;
  /** The physical page that it happened in; none if it was in no memory. */
  readonly page?: number;
}

/** Methods of the stack that a link tells. */
const MOST_METHODS = 3;
/** Steps of an access, which say nothing. */
const ACCESS = /^(load|store|fill|fetch|copy|read|write)(\d+|able|Bytes|Part|Page|Words|Entry)?$|^lookUp$/;

/** The link of what `deed` did. */
export const linkOf = ({ site }: Pick<Deed, 'site'>, what: string, event: number, page?: number): Link => {
  const stack = site.stack ?? '';
  const methods = methodsOn(stack);
  return { what, place: ownFrame(stack), methods, event, ...(page !== undefined && page >= 0 && { page }) };
};

/** The kernel's methods on `stack`, innermost first, without those that only reach memory. */
export const methodsOn = (stack: string): string[] =>
  kernelFunctions(withoutRecorder(stack)).filter((name, i, all) => !ACCESS.test(name) && name !== all[i - 1]);

const withoutRecorder = (stack: string): string => stack.replace(/^.*origin\/recorder.*$\n?/gm, '');

/** `fork (mine.ts:11)` or, of code that comes with Ringfence, the methods: `kfree < freeTables < exit`. */
export const whereOf = ({ place, methods }: Link): string =>
  place ?? methods.slice(0, MOST_METHODS).join(' < ');

/** A link in a line. */
export const linkText = (link: Link): string => {
  const where = whereOf(link);
  return `  ${link.what}${where === '' ? '' : ` (${where})`}`;
};
