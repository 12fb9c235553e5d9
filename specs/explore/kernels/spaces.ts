/**
 * Address spaces whatever their pages are called: what the tables under a root hold, with pages named in the order in which they are come upon. What
 * is known of a space is kept as long as none of its pages changes.
 */
import { HASH_WORDS } from './hash128.ts';
import type { PageForm } from './page-form.ts';
import type { PageForms } from './page-forms.ts';
import { entryOf, rightsOf } from './table-forms.ts';
import { WordList } from './word-list.ts';

/** An address space. Two that are one object are equal. */
export interface Space {
  /** A hash of all that it holds, with names of its own for its pages. */
  readonly hash: Int32Array;
  /** Its pages, those of tables too, in the order of those names. */
  readonly pages: readonly number[];
  /** What each page of the window holds, and what the space holds besides. */
  readonly window: Int32Array;
  readonly rest: Int32Array;
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
  private readonly forms: PageForms;
  private readonly window: Window;
  private readonly kept = new Map<number, KeptSpace>();
  /** Of the space that is being read: its words, and those of what is outside of the window. */
  private readonly words = new WordList();
  private readonly others = new WordList();
  private pages: number[] = [];
  private pageForms: PageForm[] = [];
  private seen: Int32Array = new Int32Array(0);

  constructor(forms: PageForms, window: Window) {
    this.forms = forms;
    this.window = window;
  }

  /** The space whose root table is `root`, a page that references may name. */
  of(root: number): Space {
    const kept = this.kept.get(root);
    if (kept !== undefined && this.isCurrent(kept)) return kept;
    const space = this.read(root);
    this.kept.set(root, space);
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
    this.seen = new Int32Array(window.length * WINDOW_FIELDS);
    this.addTable(root, forms.format.levels, 0);
    return {
      ...{
        hash: words.hashInto(new Int32Array(HASH_WORDS)),
        rest: others.hashInto(new Int32Array(HASH_WORDS)),
        window: this.seen,
      },
      ...{ pages: this.pages, forms: this.pageForms },
    };
  }

  private addTable(page: number, level: number, start: number): void {
    const { forms, words, others } = this;
    const form = forms.table(page, level);
    if (!this.isNamed(page, form)) return;
    words.addAll(form.hash);
    words.add(form.references.length);
    // A table that maps nothing by itself is no part of what a space holds.
    if (form.hash.some((word) => word !== 0)) others.addAll(form.hash);
    const span = PAGE_SIZE * forms.format.entries ** (level - 1);
    for (let i = 0; i < form.references.length; i += 2) {
      const [reference, target] = [form.references[i], form.references[i + 1]];
      const address = start + entryOf(reference, forms.format) * span;
      words.add(reference);
      if (level > 1) this.addTable(target, level - 1, address);
      else this.addData(target, address, rightsOf(reference));
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
