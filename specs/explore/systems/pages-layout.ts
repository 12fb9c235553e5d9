/** Where the parts of a state of pages and processes lie in its words; and all its namings, of which one stands for all. */
import { compareStates } from '../compare.ts';
import { type Field, Packing } from '../packing.ts';

/** How large a system of pages is: physical pages, processes, and virtual pages of each. */
export interface PagesScope {
  readonly pages: number;
  readonly processes: number;
  readonly addresses: number;
}

export class PagesLayout {
  readonly packing = new Packing();
  readonly scope: PagesScope;
  /** A bit a process, and a bit a page. */
  readonly alive: Field;
  readonly used: Field;
  private readonly mapped: Field;
  private readonly counts: Field;
  private readonly orders: readonly (readonly number[])[];
  private readonly bits: Field[] = [];
  /** The best naming so far, and one that is tried. */
  private scratch: { readonly best: Int32Array; readonly renamed: Int32Array } | null = null;
  /** The new number of each page, while they are numbered anew; -1 for one that has none yet. */
  private readonly numbers: Int32Array;

  constructor(scope: PagesScope) {
    const { pages, processes, addresses } = scope;
    this.scope = scope;
    this.mapped = this.packing.addAll(processes * addresses, pages);
    this.alive = this.addBits();
    this.used = this.packing.add(2 ** pages - 1);
    this.counts = this.packing.addAll(pages, processes * addresses);
    this.orders = ordersOf(processes);
    this.numbers = new Int32Array(pages);
  }

  /** A field with a bit a process. */
  addBits(): Field {
    const field = this.packing.add(2 ** this.scope.processes - 1);
    this.bits.push(field);
    return field;
  }

  /** The page that `process` maps at `address`; -1 for none. */
  pageAt(state: Int32Array, process: number, address: number): number {
    return this.packing.get(state, this.mapped + process * this.scope.addresses + address) - 1;
  }

  /** Maps `page` at `address` of `process`; -1 for none. */
  map(state: Int32Array, process: number, address: number, page: number): void {
    this.packing.set(state, this.mapped + process * this.scope.addresses + address, page + 1);
  }

  countOf(state: Int32Array, page: number): number {
    return this.packing.get(state, this.counts + page);
  }

  setCount(state: Int32Array, page: number, count: number): void {
    this.packing.set(state, this.counts + page, count);
  }

  /** Puts in the place of `state` the one with the smallest words of all that have other names for the same pages and processes. */
  canonize(state: Int32Array): void {
    const { words } = this.packing;
    this.scratch ??= { best: new Int32Array(words), renamed: new Int32Array(words) };
    const { best, renamed } = this.scratch;
    best.fill(-1);
    for (const order of this.orders) {
      this.rename(state, order, renamed);
      if (compareStates(renamed, best) < 0) best.set(renamed);
    }
    state.set(best);
  }

  /** A state as people read it; `owner` is what those who map are called. */
  textOf(state: Int32Array, owner: string): string {
    const { pages, processes, addresses } = this.scope;
    const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
    const alive = this.packing.get(state, this.alive);
    const maps = numbers(processes).filter((process) => (alive >>> process) & 1);
    const used = this.packing.get(state, this.used);
    const taken = numbers(pages).filter((page) => (used >>> page) & 1 || this.countOf(state, page) > 0);
    return [
      ...maps.map((process) => {
        const at = numbers(addresses).map((address) => this.pageAt(state, process, address));
        return `${owner} ${process} maps ${at.map((page) => (page < 0 ? '-' : page)).join(' ')}`;
      }),
      ...taken.map(
        (page) => `page ${page} counts ${this.countOf(state, page)}${(used >>> page) & 1 ? '' : ' and is free'}`,
      ),
    ].join('; ');
  }

  /** Writes `state` with its processes in `order` into `to`; pages are numbered as they are met, then those that nobody maps, the most used first. */
  private rename(state: Int32Array, order: readonly number[], to: Int32Array): void {
    const { numbers, scope } = this;
    let next = 0;
    to.fill(0);
    numbers.fill(-1);
    for (const [name, process] of order.entries()) {
      for (const field of this.bits) this.moveBit(state, to, field, process, name);
      for (let address = 0; address < scope.addresses; address++) {
        const page = this.pageAt(state, process, address);
        if (page >= 0 && numbers[page] < 0) numbers[page] = next++;
        this.map(to, name, address, page < 0 ? -1 : numbers[page]);
      }
    }
    for (const page of this.unnumbered(state)) numbers[page] = next++;
    this.renameCounts(state, to);
  }

  private renameCounts(state: Int32Array, to: Int32Array): void {
    for (let page = 0; page < this.scope.pages; page++) {
      this.moveBit(state, to, this.used, page, this.numbers[page]);
      this.setCount(to, this.numbers[page], this.countOf(state, page));
    }
  }

  private moveBit(from: Int32Array, to: Int32Array, field: Field, bit: number, target: number): void {
    const isSet = (this.packing.get(from, field) >>> bit) & 1;
    this.packing.set(to, field, this.packing.get(to, field) | (isSet << target));
  }

  /** Pages that have no number, by what else there is to tell them apart. */
  private unnumbered(state: Int32Array): number[] {
    const used = this.packing.get(state, this.used);
    const weight = (page: number): number => this.countOf(state, page) * 2 + ((used >>> page) & 1);
    const found: number[] = [];
    for (let page = 0; page < this.scope.pages; page++) if (this.numbers[page] < 0) found.push(page);
    return found.sort((a, b) => weight(b) - weight(a));
  }
}

/** All orders of the numbers below `count`. */
const ordersOf = (count: number): number[][] =>
  count === 0
    ? [[]]
    : ordersOf(count - 1).flatMap((order) =>
        Array.from({ length: count }, (_, at) => [...order.slice(0, at), count - 1, ...order.slice(at)]),
      );
