/**
 * WeensyOS's pages and processes, and nothing else: who is alive, which pages each maps where, and how often each is counted. System calls are atomic;
 * programs may call whatever they like.
 */
import { lowestZero } from '../packing.ts';
import type { StateProperty, TransitionSystem } from '../transition-system.ts';
import { PagesLayout, type PagesScope } from './pages-layout.ts';
import { countsAreExact, usedIsCounted } from './pages-properties.ts';

/** What a kernel of this kind may do wrong. */
export const PAGES_MISTAKES = [
  'shares-without-counting',
  'exit-frees-what-others-map',
  'unmap-forgets-to-free',
  'failed-copy-keeps-pages',
] as const;
export type PagesMistake = (typeof PAGES_MISTAKES)[number];

export interface WeensyPagesOptions extends PagesScope {
  /** Whether a page that is taken may be any that is free, and not only the lowest. */
  readonly anyPage?: boolean;
  readonly mistake?: PagesMistake | undefined;
}

type Kind = 'alloc' | 'unmap' | 'fork-share' | 'fork-copy' | 'exit';

/** A call: by whom, for which virtual page, or -1; taking which physical page, or -1 for the lowest that is free. */
interface Call {
  readonly kind: Kind;
  readonly process: number;
  readonly address: number;
  readonly page: number;
}

export class WeensyPages implements TransitionSystem {
  readonly name = 'weensyos-pages';
  readonly words: number;
  readonly transitions: number;
  readonly invariants: readonly StateProperty[];
  private readonly layout: PagesLayout;
  private readonly scope: PagesScope;
  private readonly mistake: PagesMistake | null;
  private readonly calls: readonly Call[];
  private readonly allPages: number;
  private readonly allProcesses: number;

  constructor({ anyPage = false, mistake, ...scope }: WeensyPagesOptions) {
    this.scope = scope;
    this.layout = new PagesLayout(scope);
    this.mistake = mistake ?? null;
    this.words = this.layout.packing.words;
    this.allPages = 2 ** scope.pages - 1;
    this.allProcesses = 2 ** scope.processes - 1;
    this.calls = callsOf(scope, anyPage);
    this.transitions = this.calls.length;
    this.invariants = [countsAreExact(this.layout), usedIsCounted(this.layout)];
  }

  begin(state: Int32Array): void {
    this.layout.packing.set(state, this.layout.alive, 1);
  }

  step(transition: number, state: Int32Array): boolean {
    const { kind, process, address, page } = this.calls[transition];
    if (((this.alive(state) >>> process) & 1) === 0) return false;
    if (kind === 'alloc') return this.alloc(state, process, address, page);
    if (kind === 'unmap') return this.unmap(state, process, address);
    if (kind === 'exit') return this.exit(state, process);
    return kind === 'fork-share' ? this.forkShare(state, process) : this.forkCopy(state, process);
  }

  canonize(state: Int32Array): void {
    this.layout.canonize(state);
  }

  actorOf(transition: number): number {
    return this.calls[transition].process;
  }

  transitionText(transition: number): string {
    const { kind, process, address, page } = this.calls[transition];
    const args = [process, ...(address < 0 ? [] : [address]), ...(page < 0 ? [] : [page])];
    return `${kind}(${args.join(', ')})`;
  }

  stateText(state: Int32Array): string {
    return this.layout.textOf(state, 'process');
  }

  private alloc(state: Int32Array, process: number, address: number, asked: number): boolean {
    const used = this.used(state);
    const isTaken = asked >= 0 && ((used >>> asked) & 1) !== 0;
    if (isTaken || used === this.allPages || this.layout.pageAt(state, process, address) >= 0) return false;
    const page = asked < 0 ? lowestZero(used) : asked;
    this.take(state, page);
    this.layout.map(state, process, address, page);
    return true;
  }

  private unmap(state: Int32Array, process: number, address: number): boolean {
    const page = this.layout.pageAt(state, process, address);
    if (page < 0) return false;
    this.layout.map(state, process, address, -1);
    this.drop(state, page);
    return true;
  }

  private forkShare(state: Int32Array, process: number): boolean {
    const { layout } = this;
    const child = this.newProcess(state);
    for (let address = 0; child >= 0 && address < this.scope.addresses; address++) {
      const page = layout.pageAt(state, process, address);
      if (page < 0) continue;
      layout.map(state, child, address, page);
      if (this.mistake !== 'shares-without-counting') layout.setCount(state, page, layout.countOf(state, page) + 1);
    }
    return child >= 0;
  }

  private forkCopy(state: Int32Array, process: number): boolean {
    const isShort = this.freePages(state) < this.pagesOf(state, process);
    if (isShort && this.mistake !== 'failed-copy-keeps-pages') return false;
    const child = isShort ? this.freeProcess(state) : this.newProcess(state);
    for (let address = 0; child >= 0 && address < this.scope.addresses; address++) {
      if (this.layout.pageAt(state, process, address) < 0) continue;
      const used = this.used(state);
      if (used === this.allPages) break;
      this.take(state, lowestZero(used));
      if (!isShort) this.layout.map(state, child, address, lowestZero(used));
    }
    return child >= 0;
  }

  private exit(state: Int32Array, process: number): boolean {
    const { layout } = this;
    for (let address = 0; address < this.scope.addresses; address++) {
      const page = layout.pageAt(state, process, address);
      if (page < 0) continue;
      layout.map(state, process, address, -1);
      if (this.mistake === 'exit-frees-what-others-map') layout.setCount(state, page, 1);
      this.drop(state, page);
    }
    layout.packing.set(state, layout.alive, this.alive(state) & ~(1 << process));
    return true;
  }

  private take(state: Int32Array, page: number): void {
    this.layout.packing.set(state, this.layout.used, this.used(state) | (1 << page));
    this.layout.setCount(state, page, 1);
  }

  /** One fewer maps `page`; with nobody left it is free. */
  private drop(state: Int32Array, page: number): void {
    const { layout } = this;
    const count = layout.countOf(state, page);
    if (count > 0) layout.setCount(state, page, count - 1);
    if (count === 1 && this.mistake !== 'unmap-forgets-to-free')
      layout.packing.set(state, layout.used, this.used(state) & ~(1 << page));
  }

  /** Makes the lowest slot that is free a process; -1 if there is none. */
  private newProcess(state: Int32Array): number {
    const child = this.freeProcess(state);
    if (child >= 0) this.layout.packing.set(state, this.layout.alive, this.alive(state) | (1 << child));
    return child;
  }

  private freeProcess(state: Int32Array): number {
    const alive = this.alive(state);
    return alive === this.allProcesses ? -1 : lowestZero(alive);
  }

  private freePages(state: Int32Array): number {
    return this.scope.pages - bitsIn(this.used(state));
  }

  private pagesOf(state: Int32Array, process: number): number {
    let count = 0;
    for (let address = 0; address < this.scope.addresses; address++)
      if (this.layout.pageAt(state, process, address) >= 0) count++;
    return count;
  }

  private alive(state: Int32Array): number {
    return this.layout.packing.get(state, this.layout.alive);
  }

  private used(state: Int32Array): number {
    return this.layout.packing.get(state, this.layout.used);
  }
}

const callsOf = ({ pages, processes, addresses }: PagesScope, anyPage: boolean): Call[] => {
  const each = <T>(count: number, of: (i: number) => T[]): T[] => Array.from({ length: count }, (_, i) => of(i)).flat();
  const atEach = (kind: Kind, choices: readonly number[]): Call[] =>
    each(processes, (process) =>
      each(addresses, (address) => choices.map((page) => ({ kind, process, address, page }))),
    );
  const ofEach = (kind: Kind): Call[] => each(processes, (process) => [{ kind, process, address: -1, page: -1 }]);
  const choices = anyPage ? Array.from({ length: pages }, (_, page) => page) : [-1];
  return [
    ...atEach('alloc', choices),
    ...atEach('unmap', [-1]),
    ...(['fork-share', 'fork-copy', 'exit'] as const).flatMap(ofEach),
  ];
};

const bitsIn = (bits: number): number => {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
};
