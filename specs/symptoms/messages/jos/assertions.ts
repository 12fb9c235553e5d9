/**
 * The assertions of JOS's checks, from the words that a panic prints to the number that docs/jos.md gives each. A right kernel meets all of them
 * while it boots, and so there is no list to keep.
 */
import type * as memlayout from '../../../../kernel/jos/memlayout.ts';
import { JosKernel } from '../../../../kernel/jos/pmap.ts';
import type { Groups, Message } from '../message.ts';

/** The checks in the order of the boot, by the letter of their assertions, and the line that ends each. */
const CHECKS: readonly (readonly [letter: string, ended: string])[] = [
  ['F', 'check_page_free_list() succeeded'],
  ['A', 'check_page_alloc() succeeded'],
  ['P', 'check_page() succeeded'],
  ['K', 'check_kern_pgdir() succeeded'],
  ['I', 'check_page_installed_pgdir() succeeded'],
];
const NAMES: Readonly<Record<string, string>> = {
  F: 'check_page_free_list',
  A: 'check_page_alloc',
  P: 'check_page',
  K: 'check_kern_pgdir',
  I: 'check_page_installed_pgdir',
};
/** Enough for the checks, and the fewest for which they are quick. */
const PAGES = 1024;

/** The checks that may still be running where `text` ends, by their letters: those that it does not say have succeeded. */
export const checksLeft = (text: string): string[] => {
  const ended = CHECKS.findLastIndex(([letter, line]) => letter !== 'F' && text.includes(line));
  const left = CHECKS.slice(ended + 1).map(([letter]) => letter);
  // The free list is checked a second time, with the new page directory.
  return ended < 0 || left[0] === 'I' ? ['F', ...left] : left;
};

/** Numbers of the assertions that `expression` may be, of those checks that are left; none if it is in no check of lab 2. */
export const assertionsLike = (expression: string, left: readonly string[]): string[] => {
  const codes = everyAssertion().get(normal(expression)) ?? [];
  const open = codes.filter((code) => left.includes(code[0]));
  return open.length > 0 ? open : [...codes];
};

let known: ReadonlyMap<string, readonly string[]> | undefined;

/** Expressions, in the form in which they are compared, and the numbers of the assertions with each. */
const everyAssertion = (): ReadonlyMap<string, readonly string[]> => {
  known ??= collected();
  return known;
};

const collected = (): ReadonlyMap<string, readonly string[]> => {
  const expressions = new Map<string, string[]>();
  const meet = (code: string, expression: string): void => {
    const key = normal(expression);
    const codes = expressions.get(key) ?? [];
    if (!codes.includes(code)) expressions.set(key, [...codes, code]);
  };
  for (const variant of ['mit', 'sjtu'] as const) new Witness(variant, meet).boot();
  return expressions;
};

/** Boots, and tells of each assertion that it comes to; most are met thousands of times. */
class Witness extends JosKernel {
  private readonly met = new Set<string>();
  private readonly meet: (code: string, expression: string) => void;

  constructor(variant: memlayout.Variant, meet: (code: string, expression: string) => void) {
    super({ variant, pages: PAGES });
    this.meet = meet;
  }

  override assert(code: string, condition: boolean, expression: string): void {
    if (!this.met.has(code)) this.meet(code, expression);
    this.met.add(code);
    super.assert(code, condition, expression);
  }
}

/** Older names for the same, and spaces, are no difference. */
const normal = (expression: string): string =>
  expression
    .replace(/\s+/g, '')
    .replace(/\b(?:boot_pgdir|kern_pgdir|pgdir)\b/g, 'pgdir')
    .replace(/page_alloc\(&pp(\d?)\)==0/g, '(pp$1=page_alloc(0))')
    .replace(/page_alloc\(&pp\d?\)==-E_NO_MEM/g, '!page_alloc(0)')
    .replace(/\b(?:nullptr|NULL)\b/g, '0')
    .replace(/\buvpt\b|\bvpt\b/g, 'vpt')
    .replace(/^\((.*)\)$/, '$1');

export const JOS_ASSERTION: Message = {
  ...{ name: 'check assertion', system: 'JOS', blames: 'kernel' },
  pattern: /(?:kernel panic(?: on CPU \d+)? at (?<place>[\w./-]+(?::\d+)?):\s*)?assertion failed: (?<text>[^\n]+)/gi,
  did: ({ text, place }) =>
    `the kernel checked its own memory management and stopped${place === undefined ? '' : ` (${place})`}: ${(text ?? '').trim()} does not hold.`,
  means: (groups) => meaningOf(groups),
};

const meaningOf = ({ text }: Groups): string => {
  const codes = assertionsLike(text ?? '', Object.keys(NAMES));
  const checks = [...new Set(codes.map(([letter]) => NAMES[letter]))];
  if (checks.length === 0)
    return 'it is none of the assertions of lab 2: the line in the message says what was asserted.';
  return `${checks.join(' or ')} asserts so${codes.length === 1 ? ` (${codes[0]} in docs/jos.md)` : `, in ${codes.length} places (${codes.join(', ')} in docs/jos.md)`}.`;
};
