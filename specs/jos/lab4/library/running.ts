/** What a program that tries a library knows of itself while it runs, in its locals: a fork copies them, as it must copy memory. */
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { jos, type Operation } from '../../../../userland/userland.ts';
import { BSS, STACK } from './intent.ts';
import { differs, ends } from './moment.ts';

export type Helper<T = void> = Generator<Operation, T, number>;

/** Where programs store in a page: at its start and at its end; of the stack in its lower half, for the upper may be in use. */
const OFFSETS = [0, 8, memlayout.PGSIZE - 4] as const;
const OFFSETS_OF_STACK = [0, 8, memlayout.PGSIZE / 2 - 4] as const;
export const offsetsOf = (page: number): typeof OFFSETS | typeof OFFSETS_OF_STACK =>
  page === STACK ? OFFSETS_OF_STACK : OFFSETS;
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
  }

  *begin(): Helper {
    this.self = yield jos.sysGetenvid();
    for (const page of [STACK, BSS]) yield* this.sign(page);
  }

  /** Makes a fresh page at `page`; ends the program if there is none. */
  *allocate(page: number): Helper {
    if ((yield jos.sysPageAlloc(0, page, PUW)) < 0) yield* this.end();
    this.forget(page);
    yield* this.sign(page);
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

  /** Its address becomes the first and the last of its words that are looked at. */
  private *sign(page: number): Helper {
    const [first, , last] = offsetsOf(page);
    for (const offset of [first, last]) yield* this.store(page + offset, page);
  }
}
