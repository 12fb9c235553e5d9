/**
 * The `.rep` files of the malloc lab (CS:APP): a header of numbers, then `a ID BYTES`, `r ID BYTES` and `f ID`, one operation a line.
 *
 *     heap size   weight
 *     ids         ids           ids           three forms of the header;
 *     operations  operations    operations    of four numbers, two mean the same in both
 *     weight      heap size
 *
 * Read as the lab's driver reads and plays it: as many operations as are announced, and no more. An id stands for a null pointer until it is allocated, and
 * after `r ID 0`: to reallocate that is to allocate, and to free it, or `f -1`, is nothing. An id that is allocated again while it is in use names the new
 * block, and nobody frees the old one.
 */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { FREE, MalformedTrace, REALLOCATE, type ReadTrace, type Trace } from './allocation-trace.ts';
import { type LineReader, type Lines, readWith } from './lines.ts';
import { peakOf } from './memory-demand.ts';
import { parseBytes, parseIndex, quoted } from './number.ts';
import { TraceBuilder } from './trace-builder.ts';

const OPERATION = /^(?:([ar])\s+(\S+)\s+(\S+)|f\s+(\S+))$/;
const HEADER_NUMBERS = 'heap size, ids, operations, weight; or weight, ids, operations, heap size; or ids, operations';

interface Numbered {
  readonly value: number;
  readonly line: number;
}

interface Header {
  readonly ids: number;
  readonly operations: number;
  /** The line that announces how many operations there are. */
  readonly announcedAt: number;
  readonly notes: readonly string[];
}

/** Whether a file whose first line is `line` is one. */
export const beginsMallocLab = (line: string): boolean => /^\s*\d[\d\s]*$/.test(line);

/** Whether `line` begins as an operation does, or as a header with something in it that is no number. */
export const isMallocLabLine = (line: string): boolean => /^\s*\d+\s|^[arf]\s+-?\d/.test(line);

/** Reads a `.rep` file. An id may be allocated again once it was freed. Throws MalformedTrace. */
export const readMallocLab = (lines: Lines): ReadTrace => readWith(new MallocLabReader(), lines);

/** The header that `numbers` are, which ends before line `end`. */
const headerOf = (numbers: readonly Numbered[], end: number): Header => {
  if (numbers.length !== 2 && numbers.length !== 4) {
    const found = numbers.length === 0 ? 'none' : numbers.length;
    throw new MalformedTrace(end, `expected a header of ${HEADER_NUMBERS}; found ${found}`);
  }
  const [ids, operations] = numbers.length === 4 ? numbers.slice(1) : numbers;
  const notes = numbers.length === 4 ? [describeHeader(numbers[0].value, numbers[3].value)] : [];
  return { ids: ids.value, operations: operations.value, announcedAt: operations.line, notes };
};

/** Weights are 0 to 3; a heap is larger. Neither changes what a trace does. */
const describeHeader = (first: number, last: number): string => {
  const isWeight = (value: number): boolean => value <= 3;
  if (isWeight(last) && !isWeight(first)) return `The header gives a heap of ${first} bytes, and weight ${last}.`;
  if (isWeight(first) && !isWeight(last)) return `The header gives weight ${first}, and a heap of ${last} bytes.`;
  return (
    `The header has ${first} first and ${last} last, and does not tell which is the weight and which the size of the heap; ` +
    'neither changes the trace.'
  );
};

export class MallocLabReader implements LineReader {
  private readonly numbers: Numbered[] = [];
  /** Null as long as its lines are read. */
  private header: Header | null = null;
  private readonly builder = new TraceBuilder();
  /** The block that each id of the file stands for; none for a null pointer. */
  private readonly blocks = new Map<number, number>();
  private operations = 0;
  private nullFrees = 0;
  private nullReallocations = 0;
  private forgotten = 0;
  private linesBehind = 0;

  read(line: string, number: number): void {
    if (this.header === null) {
      if (/^[\d\s]*$/.test(line)) return this.readHeader(line, number);
      this.header = headerOf(this.numbers, number);
    }
    this.readOperation(line.trim(), number, this.header);
  }

  private readHeader(line: string, number: number): void {
    for (const word of line.split(/\s+/).filter((some) => some !== '')) {
      const value = parseIndex('a number of the header', word, number, Number.MAX_SAFE_INTEGER);
      this.numbers.push({ value, line: number });
    }
  }

  private readOperation(line: string, number: number, header: Header): void {
    if (line === '') return;
    if (this.operations === header.operations) {
      this.linesBehind += 1;
      return;
    }
    const [, sized, block, bytes, freed] = OPERATION.exec(line) ?? [];
    const [letter, id] = sized === undefined ? ['f', freed] : [sized, block];
    if (id === undefined)
      throw new MalformedTrace(number, `expected a ID BYTES, r ID BYTES or f ID; found ${quoted(line)}`);
    this.operations += 1;
    if (letter === 'f' && id === '-1') this.nullFrees += 1;
    else this.operate(letter, parseIndex('an id', id, number, header.ids), bytes, number);
  }

  private operate(letter: string, id: number, text: string, number: number): void {
    const bytes = letter === 'f' ? 0 : parseBytes(text, number);
    if (letter === 'a') this.allocate(id, bytes);
    else if (bytes === 0) this.free(id, number);
    else this.reallocate(id, bytes, number);
    if (letter === 'r' && bytes === 0) this.blocks.delete(id);
  }

  private allocate(id: number, bytes: number): void {
    const block = this.blocks.get(id);
    if (block !== undefined && this.builder.isLive(block)) this.forgotten += 1;
    this.blocks.set(id, this.builder.allocate(bytes));
  }

  private reallocate(id: number, bytes: number, number: number): void {
    const block = this.blocks.get(id);
    if (block === undefined) {
      this.nullReallocations += 1;
      return this.allocate(id, bytes);
    }
    this.requireLive(block, `id ${id} is reallocated`, number);
    this.builder.reallocate(block, bytes);
  }

  private free(id: number, number: number): void {
    const block = this.blocks.get(id);
    if (block === undefined) {
      this.nullFrees += 1;
      return;
    }
    this.requireLive(block, `id ${id} is freed`, number);
    this.builder.free(block);
  }

  private requireLive(block: number, what: string, number: number): void {
    if (!this.builder.isLive(block)) throw new MalformedTrace(number, `${what}, and was freed before`);
  }

  finish(last: number): ReadTrace {
    const header = this.header ?? headerOf(this.numbers, last);
    const { operations, announcedAt } = header;
    if (this.operations < operations) {
      const found = `line ${announcedAt} announces ${counted(operations)}, and the file ends after ${this.operations}`;
      throw new MalformedTrace(last, `${found}: is it cut off?`);
    }
    return { format: 'malloc lab', trace: this.builder.build(), notes: [...header.notes, ...this.notes(header)] };
  }

  private notes({ operations, announcedAt }: Header): readonly string[] {
    const behind = `Lines behind the ${counted(operations)} that line ${announcedAt} announces, left out as the lab's driver does`;
    const all: readonly (readonly [number, string])[] = [
      [this.nullFrees, 'Frees of null pointers (f -1, or an id that was never allocated), left out'],
      [this.nullReallocations, 'Reallocations of null pointers (an id that was never allocated), which allocate'],
      [this.forgotten, 'Blocks whose id was allocated again before they were freed, and which stay in use'],
      [this.linesBehind, behind],
    ];
    return all.filter(([count]) => count > 0).map(([count, what]) => `${what}: ${count}.`);
  }
}

const counted = (operations: number): string => (operations === 1 ? 'one operation' : `${operations} operations`);

const WEIGHT = 1;

/** `trace` as a `.rep` file. Its heap size, which readers may ignore, is what the blocks that are there at once take in whole pages. */
export const writeMallocLab = (trace: Trace): string => {
  const { kinds, ids, bytes, blocks } = trace;
  const lines = [peakOf(trace) * PAGE_SIZE, blocks, kinds.length, WEIGHT].map(String);
  for (const [i, kind] of kinds.entries()) {
    if (kind === FREE) lines.push(`f ${ids[i]}`);
    else lines.push(`${kind === REALLOCATE ? 'r' : 'a'} ${ids[i]} ${bytes[i]}`);
  }
  return `${lines.join('\n')}\n`;
};
