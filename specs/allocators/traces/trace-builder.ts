/** Builds a trace operation by operation, and knows which blocks are allocated. */
import { ALLOCATE, FREE, REALLOCATE, type Trace } from './allocation-trace.ts';

/**
 * Makes a trace, operation by operation: sizes in bytes, blocks numbered by whoever builds. What is done to a block that is not allocated
 * is refused with a RangeError.
 */
export class TraceBuilder {
  private kinds = new Uint8Array(FIRST_ROOM);
  private ids = new Uint32Array(FIRST_ROOM);
  private bytes = new Float64Array(FIRST_ROOM);
  /** 1 for each block that is allocated. */
  private live = new Uint8Array(FIRST_ROOM);
  private blocks = 0;
  private count = 0;

  get operations(): number {
    return this.count;
  }

  /** Whether block `id` was allocated, and not freed since. */
  isLive(id: number): boolean {
    return this.live[id] === 1;
  }

  /** Adds the allocation of a new block; returns its id. */
  allocate(bytes: number): number {
    const id = this.blocks++;
    if (id === this.live.length) this.live = grown(this.live, new Uint8Array(2 * id));
    this.live[id] = 1;
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
    this.live[id] = 0;
    this.add(FREE, id, 0);
  }

  /** The trace of all that was added. */
  build(): Trace {
    const { kinds, ids, bytes, blocks, count } = this;
    return { kinds: kinds.slice(0, count), ids: ids.slice(0, count), bytes: bytes.slice(0, count), blocks };
  }

  private requireLive(id: number): void {
    if (!this.isLive(id)) throw new RangeError(`block ${id} is not allocated`);
  }

  private add(kind: number, id: number, bytes: number): void {
    const at = this.count++;
    if (at === this.kinds.length) {
      this.kinds = grown(this.kinds, new Uint8Array(2 * at));
      this.ids = grown(this.ids, new Uint32Array(2 * at));
      this.bytes = grown(this.bytes, new Float64Array(2 * at));
    }
    this.kinds[at] = kind;
    this.ids[at] = id;
    this.bytes[at] = bytes;
  }
}

/** Room for so many operations, and blocks, at first; where it is full, it is doubled. */
const FIRST_ROOM = 64;

const grown = <Numbers extends Uint8Array | Uint32Array | Float64Array>(numbers: Numbers, room: Numbers): Numbers => {
  room.set(numbers);
  return room;
};
