/** What a program that tries a library knows of itself while it runs, in its locals: a fork copies them, as it must copy memory. */
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { jos, type Operation } from '../../../../userland/userland.ts';
import { BSS, STACK } from './intent.ts';
import { differs, ends } from './moment.ts';

export type Helper<T = void> = Generator<Operation, T, number>;

/** Words of a page that are looked at in any case: its first and its last. */
const EDGES = [0, memlayout.PGSIZE - 4] as const;
export const { PTE_P, PTE_U, PTE_W } = josAbi;
export const PUW = PTE_P | PTE_U | PTE_W;

export class Running {
  readonly library: jos.JosLibrary;
  /** Its own id, its parent's, and that of the child of its last fork; 0 for none. */
  self = 0;
  parent = 0;
  child = 0;
  /** A number that no two programs share at a time: 1 at first; a fork makes of n 2n in the parent and 2n + 1 in the child. */
  lineage = 1;
  /** What each word must be, by address. */
  private readonly words = new Map<number, number>();

  constructor(library: jos.JosLibrary) {
    this.library = library;
    for (const page of [STACK, BSS]) this.expectZeros(page);
  }

  *begin(): Helper {
    this.self = yield jos.sysGetenvid();
  }

  /** Makes a fresh page at `page`; ends the program if there is none. */
  *allocate(page: number): Helper {
    if ((yield jos.sysPageAlloc(0, page, PUW)) < 0) yield* this.end();
    this.expectZeros(page);
  }

  *store(va: number, word: number): Helper {
    this.words.set(va, word);
    yield jos.store32(va, word);
  }

  /** From now on `word` must be at `va`. */
  expect(va: number, word: number): void {
    this.words.set(va, word);
  }

  /** Nothing is at `page` any more. */
  forget(page: number): void {
    for (const va of this.words.keys()) if (va >= page && va < page + memlayout.PGSIZE) this.words.delete(va);
  }

  /** Loads all that it ever stored, and tells what differs. */
  *look(): Helper {
    for (const [va, word] of this.words) {
      const found = yield jos.load32(va);
      if (found !== word >>> 0) yield differs(va, word, found);
    }
  }

  *end(): Helper {
    yield ends();
    yield jos.exit();
  }

  private expectZeros(page: number): void {
    this.forget(page);
    for (const edge of EDGES) this.words.set(page + edge, 0);
  }
}
