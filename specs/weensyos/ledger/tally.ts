/**
 * The tally: for each physical page how many mappings and tables refer to it, kept as they come and go, and whether that goes
 * together with its reference count. It owns the sums; what refers to what is found out by others.
 */
import { type Ppn, PTE_U, PTE_W, ppn } from '../../../hardware/hardware.ts';
import type { WeensyView } from '../../../kernel/kernel.ts';

export class Tally {
  /** Pages about which some invariant of references may not hold. */
  wrongPages = 0;
  private readonly view: WeensyView;
  private readonly isAllocatable: Uint8Array;
  private readonly isConsole: Uint8Array;
  /** All references, and among them roots and other tables; the rest are mappings: all of them, those that may write, those of programs. */
  private readonly references: Int32Array;
  private readonly roots: Int32Array;
  private readonly tables: Int32Array;
  private readonly writable: Int32Array;
  private readonly usable: Int32Array;
  private readonly wrong: Uint8Array;
  /** Pages to be judged again. */
  private readonly isTouched: Uint8Array;
  private readonly touched: Int32Array;
  private touches = 0;

  constructor(view: WeensyView) {
    const { pages } = view;
    this.view = view;
    this.isAllocatable = Uint8Array.from({ length: pages }, (_, page) => +(view.kindOf(ppn(page)) === 'allocatable'));
    this.isConsole = Uint8Array.from({ length: pages }, (_, page) => +(view.kindOf(ppn(page)) === 'console'));
    const [references, roots, tables, writable, usable] = Array.from({ length: 5 }, () => new Int32Array(pages));
    this.references = references;
    this.roots = roots;
    this.tables = tables;
    this.writable = writable;
    this.usable = usable;
    this.wrong = new Uint8Array(pages);
    this.isTouched = new Uint8Array(pages);
    this.touched = new Int32Array(pages);
  }

  /** Forgets all references, and leaves every page to be judged. */
  clear(): void {
    for (const sums of [this.references, this.roots, this.tables, this.writable, this.usable]) sums.fill(0);
    for (let page = 0; page < this.wrong.length; page++) this.touch(page);
  }

  /** Adds (1) or takes away (-1) a root, another table, or a mapping by the low word of its entry. */
  root(page: number, sign: number): void {
    this.roots[page] += sign;
    this.refer(page, sign);
  }

  table(page: number, sign: number): void {
    this.tables[page] += sign;
    this.refer(page, sign);
  }

  mapping(page: number, entry: number, sign: number): void {
    if (entry & PTE_W) this.writable[page] += sign;
    if (entry & PTE_U) this.usable[page] += sign;
    this.refer(page, sign);
  }

  /** Leaves `page` to be judged again: its count changed, or whether the kernel keeps it for itself. Pages beyond memory are nobody's. */
  touch(page: number): void {
    if (page < 0 || page >= this.isTouched.length || this.isTouched[page] === 1) return;
    this.isTouched[page] = 1;
    this.touched[this.touches++] = page;
  }

  /** Judges what was touched, and tells `judged` each such page, whether it is in use, and whether it is just memory of programs. */
  judge(judged: (page: number, isUsed: boolean, isMemory: boolean) => void): void {
    const { touched, isTouched, wrong, view } = this;
    const kept = view.keptPage;
    for (let i = 0; i < this.touches; i++) {
      const page = touched[i];
      const count = view.referenceCount(page as Ppn);
      const now = this.isWrong(page, count, page === kept) ? 1 : 0;
      this.wrongPages += now - wrong[page];
      wrong[page] = now;
      isTouched[page] = 0;
      const isUsed = count > 0 || this.references[page] > 0 || this.isAllocatable[page] === 0;
      judged(page, isUsed, this.isMemory(page));
    }
    this.touches = 0;
  }

  private refer(page: number, sign: number): void {
    this.references[page] += sign;
    this.touch(page);
  }

  /** Whether `page` is just memory that a program may write to. */
  private isMemory(page: number): boolean {
    return this.writable[page] > 0 && this.roots[page] + this.tables[page] === 0 && this.isAllocatable[page] === 1;
  }

  /** Whether some invariant of references may not hold of `page`; if not, all of them do. */
  private isWrong(page: number, count: number, isKept: boolean): boolean {
    const references = this.references[page];
    const [roots, tables] = [this.roots[page], this.tables[page]];
    if (references === 0) return count > 0 && !isKept;
    if (roots + tables > 0 && (this.usable[page] > 0 || this.isAllocatable[page] === 0)) return true;
    // A page that is a table twice is seen before: the trees are lost.
    if (roots > 0 && references > 1) return true;
    if (this.isAllocatable[page] === 0) return this.usable[page] > 0 && this.isConsole[page] === 0;
    const mappings = references - roots - tables;
    return count !== references || (mappings > 1 && this.writable[page] > 0);
  }
}
