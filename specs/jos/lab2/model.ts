/**
 * Calls of the lab's functions held against a model in plain data, by the contracts of the lab alone: what is mapped where, what each page
 * holds, and what each function must return. Which free page is given is left to the kernel; counts and lists are the invariants' affair.
 */
import { type Ppn, ppn, va } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { Caller } from './caller.ts';
import { hex } from './observation.ts';

const { ALLOC_ZERO, E_NO_MEM, PDX, PTE_P, PTE_W, UVPT } = memlayout;

interface Mapped {
  readonly page: Ppn;
  readonly flags: number;
}

export class ModelledCaller extends Caller {
  private readonly tables = new Set<number>();
  private readonly mappings = new Map<number, Mapped>();
  /** The word that the first word of each page holds, where it is known. */
  private readonly words = new Map<Ppn, number>();

  /** Whether the page that was taken last under `name` is still somebody's. */
  has(name: string): boolean {
    return this.pages.has(name);
  }

  override take(name: string, flags: number): void {
    const free = this.kernel.view.freePages();
    super.take(name, flags);
    if (free > 0 !== this.has(name))
      throw new ModelBroken(`page_alloc gave ${this.given(name)}, with ${free} pages free`);
    if (this.has(name)) this.know(this.page(name), flags & ALLOC_ZERO ? 0 : null);
  }

  /** Gives back the page `name`, if it is held and not mapped. */
  override give(name: string): void {
    if (this.has(name) && this.held.has(this.page(name))) super.give(name);
    else return;
    this.pages.delete(name);
  }

  override insert(name: string, address: number, perm: number): void {
    const page = this.page(name);
    const expected = this.makesTable(address) ? 0 : -E_NO_MEM;
    const old = this.mappings.get(address)?.page;
    const { kernel } = this;
    const result = kernel.pageInsert(kernel.kernPgdir, kernel.view.descriptorOf(page), address, perm);
    if (result !== expected) throw new ModelBroken(`page_insert returned ${result}, where ${expected} was right`);
    if (result < 0) return;
    this.held.delete(page);
    this.mappings.set(address, { page, flags: perm | PTE_P });
    if (old !== undefined) this.unmapped(old);
  }

  override remove(address: number): void {
    super.remove(address);
    const old = this.mappings.get(address)?.page;
    this.mappings.delete(address);
    if (old !== undefined) this.unmapped(old);
  }

  override lookUp(address: number): void {
    const found = this.kernel.pageLookup(this.kernel.kernPgdir, address);
    const page = found === null ? undefined : this.kernel.view.pageOf(found.page);
    const right = this.mappings.get(address)?.page;
    if (page !== right)
      throw new ModelBroken(`page_lookup(${hex(address)}) gave ${pageText(page)}, not ${pageText(right)}`);
  }

  /** What the walk finds is what a program reads through UVPT. */
  override walk(address: number, create: boolean): void {
    const expected = create ? this.makesTable(address) : this.tables.has(PDX(address));
    const { kernel } = this;
    const entry = kernel.pgdirWalk(kernel.kernPgdir, address, create);
    if ((entry !== 0) !== expected) throw new ModelBroken(`pgdir_walk(${hex(address)}) gave ${hex(entry)}`);
    const seen = entry === 0 ? 0 : kernel.load(va(UVPT + (address >>> 12) * 4));
    if (entry !== 0 && kernel.load(entry) !== seen)
      throw new ModelBroken(`UVPT shows ${hex(seen)} for ${hex(address)}`);
  }

  override store(address: number, word: number): void {
    const mapped = this.mappings.get(address);
    if (mapped === undefined || (mapped.flags & PTE_W) === 0) return;
    super.store(address, word);
    this.know(mapped.page, word);
  }

  override load(address: number): void {
    const page = this.mappings.get(address)?.page;
    const known = page === undefined ? undefined : this.words.get(page);
    if (known === undefined) return;
    const found = this.kernel.load(va(address));
    if (found !== known) throw new ModelBroken(`${hex(address)} holds ${hex(found)}, where ${hex(known)} was stored`);
  }

  /** What is freed meanwhile is given back afterwards, so that nothing is lost. */
  override withNothingFree(call: () => void): void {
    const { kernel } = this;
    const head = kernel.pageFreeList;
    kernel.pageFreeList = va(0);
    call();
    const freed = kernel.view.freeList();
    kernel.pageFreeList = head;
    for (const page of freed) {
      kernel.setPpLink(kernel.view.descriptorOf(page), va(0));
      kernel.pageFree(kernel.view.descriptorOf(page));
    }
  }

  /** Whether the tables map just what was asked for. */
  compare(): void {
    const { view } = this.kernel;
    const found = view.mappings(view.kernelRoot);
    for (const { va: address, pa, permissions } of found) {
      const right = this.mappings.get(address);
      if (right?.page === ppn(pa / memlayout.PGSIZE) && right.flags === permissions) continue;
      const text = right === undefined ? 'nothing' : `${pageText(right.page)} with flags ${hex(right.flags)}`;
      throw new ModelBroken(
        `${hex(address)} is mapped to ${hex(pa)} with flags ${hex(permissions)}, where ${text} was right`,
      );
    }
    const lost = [...this.mappings.keys()].find((address) => !found.some((mapping) => mapping.va === address));
    if (lost !== undefined) throw new ModelBroken(`${hex(lost)} is not mapped, where a page was inserted`);
  }

  /** Whether there is a table for `address`, or must be one after a call that may make it. */
  private makesTable(address: number): boolean {
    if (!this.tables.has(PDX(address)) && this.kernel.view.freePages() > 0) this.tables.add(PDX(address));
    return this.tables.has(PDX(address));
  }

  private know(page: Ppn, word: number | null): void {
    if (word === null) this.words.delete(page);
    else this.words.set(page, word);
  }

  /** A page that was freed with its last mapping must not be used by its name. */
  private unmapped(page: Ppn): void {
    if ([...this.mappings.values()].some((mapped) => mapped.page === page)) return;
    for (const [name, known] of this.pages) if (known === page) this.pages.delete(name);
  }

  private given(name: string): string {
    return this.has(name) ? 'a page' : 'none';
  }
}

const pageText = (page: Ppn | undefined): string => (page === undefined ? 'nothing' : `page ${hex(page)}`);
