/** Records of a few numbers each, of which there come many: kept in chunks, so that none is ever moved. */

const CHUNK_BITS = 10;
const CHUNK_RECORDS = 1 << CHUNK_BITS;

export class Records {
  /** How many there are. */
  length = 0;
  /** The chunk that has the last one. */
  chunk: Float64Array = new Float64Array(0);
  private readonly chunks: Float64Array[] = [];
  private readonly fields: number;

  /** Records of so many numbers. */
  constructor(fields: number) {
    this.fields = fields;
  }

  /** Adds a record of zeros; its numbers stand in `chunk` from the index on that is returned. */
  add(): number {
    const number = this.length++;
    const inChunk = number & (CHUNK_RECORDS - 1);
    if (inChunk === 0) {
      this.chunk = new Float64Array(CHUNK_RECORDS * this.fields);
      this.chunks.push(this.chunk);
    }
    return inChunk * this.fields;
  }

  /** Number `field` of record `number`. */
  field(number: number, field: number): number {
    return this.chunks[number >> CHUNK_BITS][(number & (CHUNK_RECORDS - 1)) * this.fields + field];
  }

  /** The numbers of record `number`. */
  at(number: number): Float64Array {
    const first = (number & (CHUNK_RECORDS - 1)) * this.fields;
    return this.chunks[number >> CHUNK_BITS].subarray(first, first + this.fields);
  }
}
