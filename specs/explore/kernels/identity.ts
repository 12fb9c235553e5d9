/**
 * Which state a kernel is in, whatever its pages are called: two states are one if all that decides their future is equal once pages are named in
 * the order in which they are come upon. Whoever knows a kernel says what decides (`StateReader`); here pages are named, and all is hashed.
 *
 * That is harmless for a kernel that does the same with any page. One that does not, tells by it which page it has: but a page that is referred to
 * and free, of which it matters when its turn comes, is told by its place among those that are free.
 */
import { type Machine, PAGE_BITS, type Ppn, ppn } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/kernel.ts';
import { HASH_WORDS } from './hash128.ts';
import type { PageForms } from './page-forms.ts';
import type { Spaces } from './spaces.ts';
import { WordList } from './word-list.ts';

/** Reads what decides the future of a kernel: plain words, address spaces, and pages by the names that they have here. */
export interface StateReader {
  read(state: Identity): void;
}

const UNNAMED = -1;
/** From here on kernels have addresses of their own. */
const KERNELS = 0x80000000;

export class Identity {
  private readonly view: KernelView;
  private readonly forms: PageForms;
  private readonly spaces: Spaces;
  private readonly hash = new Int32Array(HASH_WORDS);
  private readonly words = new WordList();
  /** Pages that may be any other, the name of each page, and those that have one. */
  private readonly nameable: readonly Ppn[];
  private readonly isNameable: Uint8Array;
  private readonly names: Int32Array;
  private readonly named: number[] = [];

  /** Of the kernel that `view` shows, whose pages `forms` knows; pages that are any other as well are told by `isNameable`. */
  constructor(
    view: KernelView,
    forms: PageForms,
    spaces: Spaces,
    isNameable: (page: Ppn) => boolean = (page) => view.kindOf(page) === 'allocatable',
  ) {
    this.view = view;
    this.forms = forms;
    this.spaces = spaces;
    const pages = Array.from({ length: view.pages }, (_, page) => ppn(page));
    this.nameable = pages.filter(isNameable);
    this.isNameable = new Uint8Array(view.pages);
    for (const page of this.nameable) this.isNameable[page] = 1;
    this.names = new Int32Array(view.pages).fill(UNNAMED);
  }

  /** Whether `page` may be any other page as well. */
  isAnyPage(page: number): boolean {
    return this.isNameable[page] === 1;
  }

  /** The hash of the present state, of which `reader` says what decides. It is good until the next one is taken. */
  take(reader: StateReader): Int32Array {
    const { words, named, names } = this;
    words.length = 0;
    reader.read(this);
    this.addLeft();
    while (named.length > 0) names[named.pop() as number] = UNNAMED;
    return words.hashInto(this.hash);
  }

  /** Adds a word that decides. */
  add(word: number): void {
    this.words.add(word);
  }

  /** Adds the address space whose root is at `page`. */
  addSpace(page: number): void {
    if (this.isNameable[page] !== 1) this.words.add(~page);
    if (page < 0 || page >= this.names.length) return;
    const { hash, pages } = this.spaces.of(page);
    this.words.addAll(hash);
    for (let i = 0; i < pages.length; i++) this.name(pages[i]);
  }

  /** Adds a page that is referred to, with what it holds. */
  addPage(page: number): void {
    if (this.isNameable[page] !== 1) return this.words.add(~page);
    if (this.name(page)) this.words.addAll(this.forms.data(page).hash);
  }

  /** Adds what `page` holds, which is always the same page. */
  addContent(page: number): void {
    this.words.addAll(this.forms.data(page).hash);
  }

  /** Adds a page that is referred to, whatever it holds. */
  addName(page: number): void {
    if (this.isNameable[page] === 1) this.name(page);
    else this.words.add(~page);
  }

  /** Adds what the TLB knows of addresses from `start` on: it may be stale, or become so. */
  addTranslations({ mmu }: Machine, start: number): void {
    for (const { va, pa, kinds } of mmu.tlb.cached()) {
      if (va < start || va >= KERNELS) continue;
      this.words.add(va);
      this.words.add(kinds);
      this.addName(pa >>> PAGE_BITS);
    }
  }

  /** Adds the name of `page`. Returns whether it got it just now: then its count is added, too. */
  private name(page: number): boolean {
    const { names, named, words, view } = this;
    const known = names[page];
    if (known !== UNNAMED) {
      words.add(known);
      return false;
    }
    words.add(named.length);
    names[page] = named.length;
    named.push(page);
    const count = view.referenceCount(page as Ppn);
    words.add(count);
    if (count === 0) words.add(this.placeAmongFree(page));
    return true;
  }

  /** Pages that nobody refers to and that are not free: how many there are of each count. */
  private addLeft(): void {
    const { view, names, nameable } = this;
    const left: number[] = [];
    for (let i = 0; i < nameable.length; i++) {
      if (names[nameable[i]] !== UNNAMED) continue;
      const count = view.referenceCount(nameable[i]);
      if (count !== 0) left.push(count);
    }
    if (left.length > 0) for (const count of left.toSorted((a, b) => a - b)) this.words.add(count);
  }

  private placeAmongFree(page: number): number {
    return this.nameable.filter((other) => other < page && this.view.referenceCount(other) === 0).length;
  }
}
