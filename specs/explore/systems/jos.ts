/**
 * JOS's pages and environments, and nothing else: who is alive and waits for a message, which pages each maps where, and how often each is counted.
 * Environments map pages for each other as the system calls of lab 4 do; a fork is what a library makes of these.
 */
import { lowestZero } from '../packing.ts';
import type { StateProperty, TransitionSystem } from '../transition-system.ts';
import { PagesLayout, type PagesScope } from './pages-layout.ts';
import { countsAreExact, usedIsCounted } from './pages-properties.ts';

/** What a kernel of this kind may do wrong. */
export const JOS_PAGES_MISTAKES = ['insert-drops-first', 'send-without-counting', 'destroy-keeps-pages'] as const;
export type JosPagesMistake = (typeof JOS_PAGES_MISTAKES)[number];

export interface JosPagesOptions extends PagesScope {
  readonly mistake?: JosPagesMistake | undefined;
}

/** A call of the environment `env`; the others of its numbers are `from`, an address, and `to` and `at`, another environment and an address there. */
interface Call {
  readonly kind: 'exofork' | 'page_alloc' | 'page_map' | 'page_unmap' | 'ipc_recv' | 'ipc_send' | 'destroy';
  readonly env: number;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

export class JosPages implements TransitionSystem {
  readonly name = 'jos-pages';
  readonly words: number;
  readonly transitions: number;
  readonly invariants: readonly StateProperty[];
  readonly goals: readonly StateProperty[];
  private readonly layout: PagesLayout;
  private readonly scope: PagesScope;
  private readonly mistake: JosPagesMistake | null;
  private readonly calls: readonly Call[];
  /** A bit an environment that waits for a message. */
  private readonly receiving: number;

  constructor({ mistake, ...scope }: JosPagesOptions) {
    this.scope = scope;
    this.layout = new PagesLayout(scope);
    this.mistake = mistake ?? null;
    this.receiving = this.layout.addBits();
    this.words = this.layout.packing.words;
    this.calls = callsOf(scope);
    this.transitions = this.calls.length;
    this.invariants = [countsAreExact(this.layout), usedIsCounted(this.layout)];
    const isFull = (state: Int32Array): boolean => this.free(state) < 0;
    this.goals = [{ name: 'out of memory', sentence: 'No page is free.', holds: isFull }];
  }

  begin(state: Int32Array): void {
    this.setBits(state, this.layout.alive, 1);
  }

  step(transition: number, state: Int32Array): boolean {
    const call = this.calls[transition];
    const waits = this.bits(state, this.receiving);
    if (((this.bits(state, this.layout.alive) & ~waits) >>> call.env) % 2 === 0) return false;
    if (call.kind === 'exofork') return this.exofork(state);
    if (call.kind === 'page_alloc') return this.pageAlloc(state, call);
    if (call.kind === 'page_map') return this.pageMap(state, call);
    if (call.kind === 'page_unmap') return this.pageUnmap(state, call);
    if (call.kind === 'ipc_send') return this.send(state, call);
    if (call.kind === 'destroy') return this.destroy(state, call.env);
    this.setBits(state, this.receiving, waits | (1 << call.env));
    return true;
  }

  canonize(state: Int32Array): void {
    this.layout.canonize(state);
  }

  actorOf(transition: number): number {
    return this.calls[transition].env;
  }

  transitionText(transition: number): string {
    const { kind, env, from, to, at } = this.calls[transition];
    return `${kind}(${[env, from, to, at].filter((number) => number >= 0).join(', ')})`;
  }

  stateText(state: Int32Array): string {
    const waits = this.bits(state, this.receiving);
    return `${this.layout.textOf(state, 'environment')}${waits === 0 ? '' : `; waiting: ${waits.toString(2)}`}`;
  }

  /** A child without memory, in the lowest place that is free. */
  private exofork(state: Int32Array): boolean {
    const alive = this.bits(state, this.layout.alive);
    const child = lowestZero(alive);
    if (child >= this.scope.processes) return false;
    this.setBits(state, this.layout.alive, alive | (1 << child));
    return true;
  }

  /** A fresh page takes the place of what is mapped there: there must be one before that is given back. */
  private pageAlloc(state: Int32Array, { env, from }: Call): boolean {
    const page = this.free(state);
    if (page < 0) return false;
    this.setBits(state, this.layout.used, this.bits(state, this.layout.used) | (1 << page));
    this.insert(state, page, env, from);
    return true;
  }

  private pageMap(state: Int32Array, { env, from, to, at }: Call): boolean {
    const page = this.layout.pageAt(state, env, from);
    if (page < 0 || ((this.bits(state, this.layout.alive) >>> to) & 1) === 0) return false;
    this.insert(state, page, to, at);
    return true;
  }

  private pageUnmap(state: Int32Array, { env, from }: Call): boolean {
    if (this.layout.pageAt(state, env, from) < 0) return false;
    this.remove(state, env, from);
    return true;
  }

  /** A page goes to an environment that waits, and waits no more. */
  private send(state: Int32Array, { env, from, to, at }: Call): boolean {
    const page = this.layout.pageAt(state, env, from);
    const waits = this.bits(state, this.receiving);
    if (page < 0 || ((waits >>> to) & 1) === 0) return false;
    const count = this.layout.countOf(state, page);
    this.insert(state, page, to, at);
    if (this.mistake === 'send-without-counting') this.layout.setCount(state, page, count);
    this.setBits(state, this.receiving, waits & ~(1 << to));
    return true;
  }

  private destroy(state: Int32Array, env: number): boolean {
    for (let address = 0; address < this.scope.addresses; address++)
      if (this.layout.pageAt(state, env, address) >= 0)
        if (this.mistake === 'destroy-keeps-pages') this.layout.map(state, env, address, -1);
        else this.remove(state, env, address);
    this.setBits(state, this.layout.alive, this.bits(state, this.layout.alive) & ~(1 << env));
    return true;
  }

  /** page_insert: the page is counted before what was there is given back, for both may be the same. */
  private insert(state: Int32Array, page: number, env: number, address: number): void {
    const { layout, mistake } = this;
    if (mistake === 'insert-drops-first') this.remove(state, env, address);
    layout.setCount(state, page, layout.countOf(state, page) + 1);
    if (mistake !== 'insert-drops-first') this.remove(state, env, address);
    layout.map(state, env, address, page);
  }

  /** page_remove, and page_decref. */
  private remove(state: Int32Array, env: number, address: number): void {
    const { layout } = this;
    const page = layout.pageAt(state, env, address);
    if (page < 0) return;
    layout.map(state, env, address, -1);
    layout.setCount(state, page, Math.max(0, layout.countOf(state, page) - 1));
    if (layout.countOf(state, page) === 0)
      this.setBits(state, layout.used, this.bits(state, layout.used) & ~(1 << page));
  }

  /** The lowest page that is free; -1 if none is. */
  private free(state: Int32Array): number {
    const page = lowestZero(this.bits(state, this.layout.used));
    return page < this.scope.pages ? page : -1;
  }

  private bits(state: Int32Array, field: number): number {
    return this.layout.packing.get(state, field);
  }

  private setBits(state: Int32Array, field: number, bits: number): void {
    this.layout.packing.set(state, field, bits);
  }
}

const callsOf = ({ processes, addresses }: PagesScope): Call[] => {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const [envs, places] = [numbers(processes), numbers(addresses)];
  const none = { from: -1, to: -1, at: -1 };
  return envs.flatMap((env) => [
    { kind: 'exofork' as const, env, ...none },
    ...places.map((from) => ({ kind: 'page_alloc' as const, env, ...none, from })),
    ...places.flatMap((from) =>
      envs.flatMap((to) => places.map((at) => ({ kind: 'page_map' as const, env, from, to, at }))),
    ),
    ...places.map((from) => ({ kind: 'page_unmap' as const, env, ...none, from })),
    { kind: 'ipc_recv' as const, env, ...none },
    ...places.flatMap((from) => envs.map((to) => ({ kind: 'ipc_send' as const, env, from, to, at: 0 }))),
    { kind: 'destroy' as const, env, ...none },
  ]);
};
