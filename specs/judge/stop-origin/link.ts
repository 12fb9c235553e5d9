/** One moment in the story of a value: what became of it, by which code, and after how many events. */
import { kernelFunctions } from '../../../kernel/kernel.ts';
import { ownFrames } from '../own-frame.ts';
import type { Deed, Frame } from './action.ts';

/** One step of the way of a value; `originLines` tells a row of them. */
export interface Link {
  /** A sentence without its end: `kallocPagetable gave 0 to fork`. */
  readonly what: string;
  /** The lines of the user's code that were at work, innermost first: `Mine.fork (/home/me/mine.ts:11:23)`. */
  readonly places: readonly string[];
  /** Somebody's own methods that were at work, innermost first. */
  readonly own: readonly string[];
  /** The kernel's methods that were at work, innermost first. */
  readonly methods: readonly string[];
  /** System calls and ticks until then. */
  readonly event: number;
  /** The physical page that it happened in; none if it was in no memory. */
  readonly page?: number;
  /** For whom the kernel was at work, as people number it; none if for nobody. */
  readonly pid?: string;
  /** A value was only passed on, as it was: by code that comes with Ringfence that says nothing. */
  readonly isPassing?: true;
}

/** Methods of the stack that a link tells. */
const MOST_METHODS = 3;
const MOST_INNER = 2;
/** Steps of an access, which say nothing. */
const ACCESS = /^(load|store|fill|fetch|copy|read|write)(\d+|able|Bytes|Part|Page|Words|Entry)?$|^(lookUp|map)$/;

/** The link of what was done by a deed. */
export const linkOf = (
  { frame, site: { stack = '' } }: Pick<Deed, 'frame' | 'site'>,
  moment: Omit<Link, 'places' | 'own' | 'methods'>,
): Link => {
  const own = ownMethods(frame);
  // Whoever else has code on the stack only had the kernel run.
  return { ...moment, own, places: ownFrames(stack).slice(0, own.length), methods: methodsOn(stack) };
};

const ownMethods = (frame: Frame | null): string[] => {
  const found: string[] = [];
  for (let one = frame; one !== null; one = one.caller) if (one.isOwn) found.push(one.method);
  return found;
};

/** The kernel's methods on `stack`, innermost first, without those that only reach memory. */
export const methodsOn = (stack: string): string[] =>
  kernelFunctions(withoutRecorder(stack)).filter((name, i, all) => !ACCESS.test(name) && name !== all[i - 1]);

const withoutRecorder = (stack: string): string => stack.replace(/^.*origin\/recorder.*$\n?/gm, '');

/**
 * Where it was: `descend < Mine.fork (/home/me/mine.ts:11:23)`, the methods down to the first of the user's own, then the lines of those; where
 * none of them was at work, methods alone: `kfree < freeTables < exit`.
 */
export const whereOf = ({ places, own, methods }: Link): string => {
  const inner = places.length === 0 ? methods.slice(0, MOST_METHODS) : innerOf(methods, own);
  return [...inner, ...places.slice(0, MOST_METHODS)].join(' < ');
};

/** What the innermost of the user's `own` methods had called. */
const innerOf = (methods: readonly string[], [first]: readonly string[]): readonly string[] =>
  methods.slice(0, Math.max(0, methods.indexOf(first))).slice(0, MOST_INNER);

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
  return where === '' ? link.what : `${link.what}: ${where}`;
};
