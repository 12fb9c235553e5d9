/** Right allocators for specs, which answer otherwise, or do something more, at some of their calls. */
import {
  type AllocatorClass,
  type AllocatorMemory,
  FirstFit,
  type FreeVisitor,
  LifoList,
  type PageAllocator,
  type Promises,
} from '../../../kernel/kernel.ts';

/** A free block: its first page and how many. */
type Free = readonly [page: number, count: number];

/** What an allocator answers, where that is not what first fit answers. */
export interface Answers {
  readonly allocate?: (right: number, count: number, fit: FirstFit) => unknown;
  readonly free?: (right: boolean, page: number, fit: FirstFit) => unknown;
  readonly share?: (right: boolean, page: number, fit: FirstFit) => boolean;
  readonly references?: (right: number) => number;
  readonly granted?: (count: number) => unknown;
  readonly describe?: (right: readonly Free[]) => readonly Free[];
}

/** First fit that gives `answers`, and makes `promises` besides, or in place of its own. */
export const answering = (answers: Answers, promises: Promises = {}): AllocatorClass =>
  class implements PageAllocator {
    static readonly promises: Promises = { ...FirstFit.promises, ...promises };
    readonly fit: FirstFit;
    readonly granted?: (count: number) => number;

    constructor(memory: AllocatorMemory, pages: number) {
      this.fit = new FirstFit(memory, pages);
      if (answers.granted !== undefined) this.granted = answers.granted as (count: number) => number;
    }
    static bytes(pages: number): number {
      return FirstFit.bytes(pages);
    }
    initialize(isUsable: (page: number) => boolean): void {
      this.fit.initialize(isUsable);
    }
    allocate(count: number, zeroed: boolean): number {
      const right = this.fit.allocate(count, zeroed);
      return answers.allocate === undefined ? right : (answers.allocate(right, count, this.fit) as number);
    }
    free(page: number, count: number): boolean {
      const right = this.fit.free(page, count);
      return answers.free === undefined ? right : (answers.free(right, page, this.fit) as boolean);
    }
    share(page: number, count: number): boolean {
      const right = this.fit.share(page, count);
      return answers.share?.(right, page, this.fit) ?? right;
    }
    references(page: number): number {
      const right = this.fit.references(page);
      return answers.references?.(right) ?? right;
    }
    describe(visit: FreeVisitor): void {
      const right: Free[] = [];
      this.fit.describe((page, count) => right.push([page, count]));
      for (const [page, count] of answers.describe?.(right) ?? right) visit(page, count);
    }
  };

/** The list, which resizes as `resized` says; null leaves that to the list. */
export const resizing = (
  resized: (list: LifoList, page: number, count: number, wanted: number) => unknown,
  promises: Promises = {},
): AllocatorClass =>
  class extends LifoList {
    static override readonly promises = { ...LifoList.promises, ...promises };
    override reallocate(page: number, count: number, wanted: number): number {
      return (resized(this, page, count, wanted) as number | null) ?? super.reallocate(page, count, wanted);
    }
  };
