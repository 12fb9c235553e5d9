/** Random sequences of the lab's functions, from a booted kernel, against a model; after each the state counted from scratch. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ppn, type Snapshot, type Va, va } from '../../../hardware/hardware.ts';
import { JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { JosModel } from './model.ts';
import { descriptorOf, josState, pageOf } from './state.ts';

const { ALLOC_ZERO, PTE_U, PTE_W, UVPT } = memlayout;
const HANDLES = 5;
const ADDRESSES = [0, 0x1000, 0x3ff000, 0x400000, 0x401000, 0x10000000, 0x7ffff000, 0x80000000, 0xeebfd000, 0xeebff000];

const slot = fc.nat(HANDLES - 1);
const address = fc.constantFrom(...ADDRESSES);
const perm = fc.constantFrom(0, PTE_W, PTE_U, PTE_W | PTE_U);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('alloc' as const), slot, zeroed: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('free' as const), slot }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('insert' as const), slot, address, perm }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), address }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lookup' as const), address }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('walk' as const), address, create: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('store' as const), address, word: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('load' as const), address }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hide' as const), hidden: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A kernel and its model, side by side. */
class Pair {
  private readonly kernel: JosKernel;
  private readonly model: JosModel;
  private readonly handles: (Ppn | null)[] = new Array(HANDLES).fill(null);
  private hidden: Va = va(0);

  constructor(kernel: JosKernel) {
    this.kernel = kernel;
    this.model = new JosModel(josState(kernel));
  }

  take(step: Step): void {
    switch (step.do) {
      case 'alloc':
        return this.alloc(step.slot, step.zeroed);
      case 'free':
        return this.free(step.slot);
      case 'insert':
        return this.insert(step.slot, step.address, step.perm);
      case 'remove':
        return this.remove(step.address);
      case 'lookup':
        return this.lookup(step.address);
      case 'walk':
        return this.walk(step.address, step.create);
      case 'store':
        return this.store(step.address, step.word);
      case 'load':
        return this.load(step.address);
      case 'hide':
        return this.hide(step.hidden);
    }
  }

  /** Compares the whole states, and the TLB with the tables. */
  compare(): void {
    expect(josState(this.kernel)).toEqual(this.model.state());
    expect(this.kernel.machine.mmu.staleEntries()).toEqual([]);
  }

  private alloc(into: number, zeroed: boolean): void {
    if (this.handles[into] !== null) return;
    const expected = this.model.alloc(zeroed);
    const pp = this.kernel.pageAlloc(zeroed ? ALLOC_ZERO : 0);
    expect(pp === 0 ? null : pageOf(this.kernel, pp)).toBe(expected);
    this.handles[into] = expected;
  }

  private free(from: number): void {
    const page = this.handles[from];
    if (page === null || this.model.count(page) > 0) return;
    this.model.freePage(page);
    this.kernel.pageFree(descriptorOf(this.kernel, page));
    this.handles[from] = null;
  }

  private insert(from: number, at: number, permissions: number): void {
    const page = this.handles[from];
    if (page === null) return;
    const old = this.model.lookup(at)?.page ?? null;
    const expected = this.model.insert(page, at, permissions);
    expect(this.kernel.pageInsert(this.kernel.kernPgdir, descriptorOf(this.kernel, page), at, permissions)).toBe(
      expected,
    );
    this.forget(old);
  }

  private remove(at: number): void {
    const old = this.model.lookup(at)?.page ?? null;
    this.model.remove(at);
    this.kernel.pageRemove(this.kernel.kernPgdir, at);
    this.forget(old);
  }

  private lookup(at: number): void {
    const looked = this.kernel.pageLookup(this.kernel.kernPgdir, at);
    expect(looked === null ? null : pageOf(this.kernel, looked.page)).toBe(this.model.lookup(at)?.page ?? null);
  }

  /** What the walk finds is what a program reads through UVPT. */
  private walk(at: number, create: boolean): void {
    const expected = this.model.walk(at, create);
    const entry = this.kernel.pgdirWalk(this.kernel.kernPgdir, at, create);
    expect(entry !== 0).toBe(expected);
    if (entry !== 0) expect(this.kernel.load(va(UVPT + (at >>> 12) * 4))).toBe(this.kernel.load(entry));
  }

  private store(at: number, word: number): void {
    const mapping = this.model.lookup(at);
    if (mapping === null || (mapping.flags & PTE_W) === 0) return;
    this.model.store(mapping.page, word);
    this.kernel.store(va(at), word);
  }

  private load(at: number): void {
    const mapping = this.model.lookup(at);
    const known = mapping === null ? undefined : this.model.word(mapping.page);
    if (known !== undefined) expect(this.kernel.load(va(at))).toBe(known);
  }

  /** Hides the free list, as the lab's own checks do, or shows it again with what was freed meanwhile lost to both. */
  private hide(hidden: boolean): void {
    if (hidden === (this.hidden !== 0)) return;
    this.model.hide(hidden);
    const head = this.kernel.pageFreeList;
    this.kernel.pageFreeList = this.hidden;
    this.hidden = hidden ? head : va(0);
  }

  /** A page that was freed with its last mapping must not be used through a handle. */
  private forget(page: Ppn | null): void {
    if (page === null || this.model.count(page) > 0) return;
    for (const [i, handle] of this.handles.entries()) if (handle === page) this.handles[i] = null;
  }
}

for (const [variant, megabytes, runs] of [
  ['mit', 8, 60],
  ['sjtu', 8, 60],
  ['mit', 128, 2],
  ['sjtu', 128, 2],
] as const) {
  describe(`On ${variant.toUpperCase()}'s kernel with ${megabytes} MiB`, () => {
    test('allocator, tables, counts and TLB are what the model says after every step', () => {
      const kernel = new JosKernel({ variant, pages: megabytes * 256 });
      kernel.boot();
      expect(kernel.machine.execution.halt).toBeNull();
      const booted: Snapshot = kernel.machine.snapshot();
      fc.assert(
        fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
          kernel.machine.restore(booted);
          const pair = new Pair(kernel);
          for (const taken of steps) {
            pair.take(taken);
            if (megabytes === 8) pair.compare();
          }
          pair.compare();
        }),
        { numRuns: runs },
      );
    });
  });
}
