/**
 * Address spaces whatever their pages are called: what the tables under a root hold, with pages named in the order in which they are come upon. What
 * is known of a space is kept as long as none of its pages changes.
 */
import { HASH_WORDS, type Hash } from './hash128.ts';
import type { PageForm } from './page-form.ts';
import type { PageForms } from './page-forms.ts';
import { entryOf, rightsOf } from './table-forms.ts';
import { WordList } from './word-list.ts';

/** An address space. Two that are one object are equal. */
export interface Space {
  /** A hash of all that it holds, with names of its own for its pages. */
  readonly hash: Hash;
  /** Its pages, those of tables too, in the order of those names. */
  readonly pages: readonly number[];
  /** What each page of the window holds, and what the space holds besides. */
  readonly window: readonly number[];
  readonly rest: Hash;
}

interface KeptSpace extends Space {
  /** What each of its pages held. */
  readonly forms: readonly PageForm[];
}

/** Addresses of pages that are looked at one by one. */
export type Window = readonly number[];

/** Words for each page of a window: its rights, 0 where nothing is mapped, and the hash of what it holds. */
export const WINDOW_FIELDS = 1 + HASH_WORDS;

const PAGE_SIZE = 4096;

export class Spaces {
  readonly forms: PageForms;
  private readonly window: Window;
  /** Bytes that an entry covers, by the level of its table. */
  private readonly spans: readonly number[];
  private readonly kept = new Map<number, KeptSpace | undefined>();
  /** Which spaces were read, and what was known of them before, oldest first. */
  private readonly roots: number[] = [];
  private readonly olds: (KeptSpace | undefined)[] = [];
  /** Of the space that is being read: its words, and those of what is outside of the window. */
  private readonly words = new WordList();
  private readonly others = new WordList();
  private pages: number[] = [];
  private pageForms: PageForm[] = [];
  private seen: number[] = [];

  constructor(forms: PageForms, window: Window) {
    this.forms = forms;
    this.window = window;
    const { levels, entries } = forms.format;
    this.spans = Array.from({ length: levels + 1 }, (_, level) => PAGE_SIZE * entries ** (level - 1));
  }

  /** A mark to go back to: how many spaces were read. */
  mark(): number {
    return this.roots.length;
  }

  /** What was known at `mark` is known again: it is no more than what pages say that hold again what they held. */
  undo(mark: number): void {
    const { roots, olds, kept } = this;
    while (roots.length > mark) kept.set(roots.pop() as number, olds.pop());
  }

  /** The space whose root table is `root`, a page that references may name. */
  of(root: number): Space {
    const kept = this.kept.get(root);
    if (kept !== undefined && this.isCurrent(kept)) return kept;
    const space = this.read(root);
    this.kept.set(root, space);
    this.roots.push(root);
    this.olds.push(kept);
    return space;
  }

  private isCurrent({ pages, forms }: KeptSpace): boolean {
    for (let i = 0; i < pages.length; i++) if (this.forms.knownOf(pages[i]) !== forms[i]) return false;
    return true;
  }

  private read(root: number): KeptSpace {
    const { words, others, window, forms } = this;
    words.length = 0;
    others.length = 0;
    this.pages = [];
    this.pageForms = [];
    this.seen = [];
    for (let i = 0; i < window.length * WINDOW_FIELDS; i++) this.seen.push(0);
    this.addTable(root, forms.format.levels, 0);
    const { seen, pages, pageForms } = this;
    return { hash: words.hash(), rest: others.hash(), window: seen, pages, forms: pageForms };
  }

  private addTable(page: number, level: number, start: number): void {
    const { forms, words, others } = this;
    const form = forms.table(page, level);
    if (!this.isNamed(page, form)) return;
    const { hash, references } = form;
    words.addAll(hash);
    words.add(references.length);
    // A table that maps nothing by itself is no part of what a space holds.
    if ((hash[0] | hash[1] | hash[2] | hash[3]) !== 0) others.addAll(hash);
    for (let i = 0; i < references.length; i += 2) {
      const reference = references[i];
      const address = start + entryOf(reference, forms.format) * this.spans[level];
      words.add(reference);
      if (level > 1) this.addTable(references[i + 1], level - 1, address);
      else this.addData(references[i + 1], address, rightsOf(reference));
    }
  }

  private addData(page: number, address: number, rights: number): void {
    const { window, words, others, seen } = this;
    const form = this.forms.data(page);
    if (this.isNamed(page, form)) words.addAll(form.hash);
    const place = window.indexOf(address);
    if (place >= 0) {
      seen[place * WINDOW_FIELDS] = rights;
      for (let i = 0; i < HASH_WORDS; i++) seen[place * WINDOW_FIELDS + 1 + i] = form.hash[i];
    } else {
      others.add(address);
      others.add(rights);
      others.addAll(form.hash);
    }
  }

  /** Adds the name of `page`. Returns whether it is a new one: then what the page holds is to be added. */
  private isNamed(page: number, form: PageForm): boolean {
    const known = this.pages.indexOf(page);
    this.words.add(known < 0 ? this.pages.length : known);
    if (known >= 0 && this.pageForms[known] === form) return false;
    this.pages.push(page);
    this.pageForms.push(form);
    return true;
  }
}
