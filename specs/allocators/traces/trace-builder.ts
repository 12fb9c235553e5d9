/** Builds a trace operation by operation, and knows which blocks are allocated. */
import { ALLOCATE, FREE, REALLOCATE, type Trace } from './allocation-trace.ts';

/**
 * Makes a trace, operation by operation: sizes in bytes, blocks numbered by whoever builds. What is done to a block that is not allocated
 * is refused with a RangeError.
 */
export class TraceBuilder {
  private readonly kinds: number[] = [];
  private readonly ids: number[] = [];
  private readonly bytes: number[] = [];
  private readonly live: boolean[] = [];

  get operations(): number {
    return this.kinds.length;
  }

  /** Whether block `id` was allocated, and not freed since. */
  isLive(id: number): boolean {
    return this.live[id] === true;
  }

  /** Adds the allocation of a new block; returns its id. */
  allocate(bytes: number): number {
    const id = this.live.length;
    this.live.push(true);
    this.add(ALLOCATE, id, bytes);
    return id;
  }

  /** Adds the reallocation of block `id`, which must be live, to one byte or more; it stays the same block wherever it then lies. */
  reallocate(id: number, bytes: number): void {
    this.requireLive(id);
    this.add(REALLOCATE, id, bytes);
  }

  /** Adds that block `id`, which must be live, is freed. */
  free(id: number): void {
    this.requireLive(id);
    this.live[id] = false;
    this.add(FREE, id, 0);
  }

  /** The trace of all that was added. */
  build(): Trace {
    const { kinds, ids, bytes, live } = this;
    return {
      kinds: Uint8Array.from(kinds),
      ids: Uint32Array.from(ids),
      bytes: Float64Array.from(bytes),
      blocks: live.length,
    };
  }

  private requireLive(id: number): void {
    if (!this.isLive(id)) throw new RangeError(`block ${id} is not allocated`);
  }

  private add(kind: number, id: number, bytes: number): void {
    this.kinds.push(kind);
    this.ids.push(id);
    this.bytes.push(bytes);
  }
}
