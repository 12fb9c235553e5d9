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
  /** For whom the kernel was at work, as people number it; none if for nobody. */
  readonly pid?: string;
}

/** Methods of the stack that a link tells. */
const MOST_METHODS = 3;
/** Steps of an access, which say nothing. */
const ACCESS = /^(load|store|fill|fetch|copy|read|write)(\d+|able|Bytes|Part|Page|Words|Entry)?$|^lookUp$/;

/** The link of what was done at `site`. */
export const linkOf = (
  { site: { stack = '' } }: Pick<Deed, 'site'>,
  moment: Omit<Link, 'place' | 'methods'>,
): Link => ({ ...moment, place: ownFrame(stack), methods: methodsOn(stack) });

/** The kernel's methods on `stack`, innermost first, without those that only reach memory. */
export const methodsOn = (stack: string): string[] =>
  kernelFunctions(withoutRecorder(stack)).filter((name, i, all) => !ACCESS.test(name) && name !== all[i - 1]);

const withoutRecorder = (stack: string): string => stack.replace(/^.*origin\/recorder.*$\n?/gm, '');

/** `fork (mine.ts:11)` or, of code that comes with Ringfence, the methods: `kfree < freeTables < exit`. */
export const whereOf = ({ place, methods }: Link): string => place ?? methods.slice(0, MOST_METHODS).join(' < ');

/** The story in lines, from the stop back; no line of an empty one. `more` says more of a link, such as what shows that moment. */
export const originLines = (links: readonly Link[], more: (link: Link) => readonly string[] = () => []): string[] => {
  if (links.length === 0) return [];
  return [
    '',
    'Where it came from, step by step back:',
    ...links.flatMap((link) => [`  ${linkText(link)}`, ...more(link).map((line) => `      ${line}`)]),
  ];
};

const linkText = (link: Link): string => {
  const where = whereOf(link);
  return where === '' ? link.what : `${link.what} (${where})`;
};
