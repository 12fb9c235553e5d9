/** Rows of a few words each, in memory that grows without being copied: each segment but the first is as long as all before it. */

const FIRST_BITS = 12;
/** Rows of the first segment, and of the second. */
export const FIRST_ROWS = 1 << FIRST_BITS;

export class Arena {
  readonly words: number;
  private readonly segments: Int32Array[] = [];
  private rows = 0;

  /** Rows of `words` words, all zeros; in `shared`, which then has room for all that there will ever be, where several threads have them. */
  constructor(words: number, shared: SharedArrayBuffer | null = null) {
    this.words = words;
    for (let room = shared === null ? 0 : Math.floor(shared.byteLength / (4 * words)); shared !== null && room > 0; ) {
      const rows = Math.min(room, this.nextRows);
      this.segments.push(new Int32Array(shared, this.rows * words * 4, rows * words));
      this.rows += rows;
      room -= rows;
    }
  }

  /** Makes room for `rows` rows. */
  reserve(rows: number): void {
    while (this.rows < rows) {
      const more = this.nextRows;
      this.segments.push(new Int32Array(more * this.words));
      this.rows += more;
    }
  }

  /** The segment that row `row` lies in. */
  segment(row: number): Int32Array {
    return this.segments[segmentOf(row)];
  }

  /** Where in its segment row `row` begins. */
  at(row: number): number {
    const segment = segmentOf(row);
    return (segment === 0 ? row : row - (FIRST_ROWS << (segment - 1))) * this.words;
  }

  /** Puts row `row` into `state`. */
  read(row: number, state: Int32Array): void {
    const { words } = this;
    const segment = this.segment(row);
    const from = this.at(row);
    for (let i = 0; i < words; i++) state[i] = segment[from + i];
  }

  /** Puts the words from `at` of `states` into row `row`, for which there is room. */
  write(row: number, states: Int32Array, at: number): void {
    const { words } = this;
    const segment = this.segment(row);
    const from = this.at(row);
    for (let i = 0; i < words; i++) segment[from + i] = states[at + i];
  }

  /** Whether row `row` holds the words from `at` of `states`. */
  holds(row: number, states: Int32Array, at: number): boolean {
    const { words } = this;
    const segment = this.segment(row);
    const from = this.at(row);
    let same = 0;
    while (same < words && segment[from + same] === states[at + same]) same++;
    return same === words;
  }

  /** Fills the rows from `from` up to `to` with zeros. */
  clear(from: number, to: number): void {
    for (let row = from; row < to; ) {
      const segment = this.segment(row);
      const at = this.at(row);
      const end = Math.min(segment.length, at + (to - row) * this.words);
      segment.fill(0, at, end);
      row += (end - at) / this.words;
    }
  }

  private get nextRows(): number {
    return Math.max(FIRST_ROWS, this.rows);
  }
}

const segmentOf = (row: number): number => Math.max(0, 32 - FIRST_BITS - Math.clz32(row));
