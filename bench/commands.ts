/**
 * What people use who test an allocator by hand: fast-check's `commands`, with a model of which page belongs to which block. Each command calls the
 * allocator, holds its answer against the model, and counts what the allocator describes as free.
 */
import fc from 'fast-check';
import { type AllocatorClass, bytesOf, NONE, type PageAllocator } from '../kernel/kernel.ts';
import { PlainMemory } from './plain-memory.ts';
import { processorTime } from './timing.ts';

interface Block {
  readonly page: number;
  readonly count: number;
  /** Pages that it takes up. */
  readonly taken: number;
  references: number;
}

interface Model {
  readonly used: boolean[];
  readonly blocks: Block[];
  /** Commands so far. */
  done: number;
}

type Command = fc.Command<Model, PageAllocator>;

/** Throws unless `holds`. */
const expect = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

const isFree = ({ used }: Model, page: number, count: number): boolean =>
  page + count <= used.length && !used.slice(page, page + count).includes(true);

const mark = ({ used }: Model, { page, taken }: Block, value: boolean): void => {
  used.fill(value, page, page + taken);
};

/** What is described as free are the pages that the model has free, each once. */
const checkFree = ({ used }: Model, allocator: PageAllocator): void => {
  const free = used.map(() => 0);
  allocator.describe?.((page, count) => {
    for (let i = page; i < page + count; i++) free[i]++;
  });
  if (allocator.describe !== undefined)
    expect(
      free.every((times, page) => times === (used[page] ? 0 : 1)),
      'free pages',
    );
};

class Allocate implements Command {
  private readonly count: number;
  private readonly aligns: boolean;

  constructor(count: number, aligns: boolean) {
    this.count = count;
    this.aligns = aligns;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, allocator: PageAllocator): void {
    model.done++;
    const { count, aligns } = this;
    const taken = allocator.granted?.(count) ?? count;
    const page = allocator.allocate(count, false);
    if (page === NONE) {
      for (let at = 0; at < model.used.length; at += aligns ? taken : 1) expect(!isFree(model, at, taken), 'room');
      return;
    }
    expect(Number.isInteger(page) && page >= 0 && isFree(model, page, taken), 'free pages are given');
    expect(!aligns || page % taken === 0, 'aligned');
    const block = { page, count, taken, references: 1 };
    model.blocks.push(block);
    mark(model, block, true);
    checkFree(model, allocator);
  }

  toString(): string {
    return `allocate(${this.count})`;
  }
}

class Free implements Command {
  private readonly index: number;

  constructor(index: number) {
    this.index = index;
  }

  check({ blocks }: Readonly<Model>): boolean {
    return blocks.length > 0;
  }

  run(model: Model, allocator: PageAllocator): void {
    model.done++;
    const at = this.index % model.blocks.length;
    const block = model.blocks[at];
    expect(allocator.free(block.page, block.count) !== false, 'freed');
    block.references--;
    if (block.references === 0) {
      model.blocks.splice(at, 1);
      mark(model, block, false);
    }
    checkFree(model, allocator);
  }

  toString(): string {
    return `free(${this.index})`;
  }
}

class Share implements Command {
  private readonly index: number;

  constructor(index: number) {
    this.index = index;
  }

  check({ blocks }: Readonly<Model>): boolean {
    return blocks.length > 0;
  }

  run(model: Model, allocator: PageAllocator): void {
    model.done++;
    const block = model.blocks[this.index % model.blocks.length];
    expect(allocator.share?.(block.page, block.count) !== false, 'shared');
    block.references++;
    if (allocator.references !== undefined) expect(allocator.references(block.page) === block.references, 'counted');
  }

  toString(): string {
    return `share(${this.index})`;
  }
}

/** Memory on which the largest block may have order 5, and its buddy. */
const MOST_PAGES = 64;
const MOST_COMMANDS = 50;
const RUNS = 100_000;
const MILLISECONDS = 20_000;

/** What came of a search: milliseconds of processor time until the first failure, and until it was in its shortest form; and its length. */
export interface Found {
  readonly found: number;
  readonly shown: number;
  readonly length: number;
}

const commandsFor = ({ promises, prototype }: AllocatorClass): fc.Arbitrary<Iterable<Command>> => {
  const aligns = promises?.alignsToSize === true;
  const index = fc.nat(MOST_COMMANDS);
  const all: fc.Arbitrary<Command>[] = [
    fc.integer({ min: 1, max: MOST_PAGES }).map((count) => new Allocate(count, aligns)),
    index.map((at) => new Free(at)),
  ];
  if (prototype.share !== undefined) all.push(index.map((at) => new Share(at)));
  return fc.commands(all, { maxCommands: MOST_COMMANDS, size: 'max' });
};

/** What fast-check finds in `Allocator` with `seed`; null if nothing in time. */
export const foundByCommands = (Allocator: AllocatorClass, seed: number): Found | null => {
  const begun = processorTime();
  let found = 0;
  let length = 0;
  const property = fc.property(fc.integer({ min: 1, max: MOST_PAGES }), commandsFor(Allocator), (pages, commands) => {
    const real = new Allocator(new PlainMemory(bytesOf(Allocator, pages), pages), pages);
    real.initialize?.(() => true);
    const model: Model = { used: new Array(pages).fill(false), blocks: [], done: 0 };
    try {
      fc.modelRun(() => ({ model, real }), commands);
    } catch (error) {
      found ||= processorTime() - begun;
      length = model.done;
      throw error;
    }
  });
  const { failed } = fc.check(property, { seed, numRuns: RUNS, interruptAfterTimeLimit: MILLISECONDS });
  return failed ? { found, shown: processorTime() - begun, length } : null;
};
