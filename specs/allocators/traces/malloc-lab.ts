/**
 * The `.rep` files of the malloc lab (CS:APP): a header of numbers, then `a ID BYTES`, `r ID BYTES` and `f ID`, one operation a line.
 *
 *     heap size   weight
 *     ids         ids           ids           three forms of the header;
 *     operations  operations    operations    of four numbers, two mean the same in both
 *     weight      heap size
 *
 * `f -1` frees a null pointer, as in the lab's later drivers, and does nothing.
 */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { FREE, MalformedTrace, REALLOCATE, type ReadTrace, type Trace } from './allocation-trace.ts';
import { peakOf } from './demand.ts';
import { parseBytes, parseIndex, quoted } from './number.ts';
import { TraceBuilder } from './trace-builder.ts';

const OPERATION = /^(?:([ar])\s+(\S+)\s+(\S+)|f\s+(\S+))$/;
const HEADER_NUMBERS = 'heap size, ids, operations, weight; or weight, ids, operations, heap size; or ids, operations';

interface Header {
  readonly ids: number;
  readonly operations: number;
  /** The line that announces how many operations there are. */
  readonly announcedAt: number;
  /** Lines that the header takes, blank ones among them. */
  readonly lines: number;
  readonly notes: readonly string[];
}

/** Whether `text` starts with a number, or has lines of such operations. */
export const isMallocLab = (text: string): boolean => /^\s*\d+\s/.test(text) || /^[arf]\s+-?\d/m.test(text);

/** Reads a `.rep` file. An id may be allocated again once it was freed. Throws MalformedTrace. */
export const readMallocLab = (text: string): ReadTrace => {
  const lines = text.split('\n');
  const header = readHeader(lines);
  const reader = new Reader(header);
  for (let at = header.lines; at < lines.length; at++) reader.read(lines[at].trim(), at + 1);
  return { format: 'malloc lab', trace: reader.finish(lines.length), notes: [...header.notes, ...reader.notes()] };
};

const readHeader = (lines: readonly string[]): Header => {
  const numbers: { readonly value: number; readonly line: number }[] = [];
  let at = 0;
  for (; at < lines.length && /^[\d\s]*$/.test(lines[at]); at++) {
    for (const word of lines[at].split(/\s+/).filter((some) => some !== '')) {
      numbers.push({
        value: parseIndex('a number of the header', word, at + 1, Number.MAX_SAFE_INTEGER),
        line: at + 1,
      });
    }
  }
  if (numbers.length !== 2 && numbers.length !== 4) {
    const found = numbers.length === 0 ? 'none' : numbers.length;
    throw new MalformedTrace(Math.min(at + 1, lines.length), `expected a header of ${HEADER_NUMBERS}; found ${found}`);
  }
  const [ids, operations] = numbers.length === 4 ? numbers.slice(1) : numbers;
  const notes = numbers.length === 4 ? [describeHeader(numbers[0].value, numbers[3].value)] : [];
  return { ids: ids.value, operations: operations.value, announcedAt: operations.line, lines: at, notes };
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

class Reader {
  private readonly header: Header;
  private readonly builder = new TraceBuilder();
  /** The block that each id of the file stands for, since it was last allocated. */
  private readonly blocks = new Map<number, number>();
  private operations = 0;
  private nullFrees = 0;

  constructor(header: Header) {
    this.header = header;
  }

  read(line: string, number: number): void {
    if (line === '') return;
    const [, sized, block, bytes, freed] = OPERATION.exec(line) ?? [];
    const [letter, id] = sized === undefined ? ['f', freed] : [sized, block];
    if (id === undefined)
      throw new MalformedTrace(number, `expected a ID BYTES, r ID BYTES or f ID; found ${quoted(line)}`);
    this.operations += 1;
    if (this.operations > this.header.operations) this.tooMany(number);
    if (letter === 'f' && id === '-1') this.nullFrees += 1;
    else this.operate(letter, parseIndex('an id', id, number, this.header.ids), bytes, number);
  }

  private operate(letter: string, id: number, bytes: string, number: number): void {
    const { builder } = this;
    const block = this.blocks.get(id);
    const isLive = block !== undefined && builder.isLive(block);
    if (letter === 'a') {
      if (isLive) throw new MalformedTrace(number, `id ${id} is allocated again before it was freed`);
      this.blocks.set(id, builder.allocate(parseBytes(bytes, number)));
      return;
    }
    const done = letter === 'f' ? 'freed' : 'reallocated';
    if (block === undefined) throw new MalformedTrace(number, `id ${id} is ${done}, and was never allocated`);
    if (!isLive) throw new MalformedTrace(number, `id ${id} is ${done}, and was freed before`);
    if (letter === 'f') builder.free(block);
    else builder.reallocate(block, parseBytes(bytes, number));
  }

  private tooMany(number: number): never {
    const { operations, announcedAt } = this.header;
    throw new MalformedTrace(
      number,
      `line ${announcedAt} announces ${counted(operations)} in all, and this is one more`,
    );
  }

  finish(lastLine: number): Trace {
    const { operations, announcedAt } = this.header;
    if (this.operations < operations) {
      const found = `line ${announcedAt} announces ${counted(operations)}, and the file ends after ${this.operations}`;
      throw new MalformedTrace(lastLine, `${found}: is it cut off?`);
    }
    return this.builder.build();
  }

  notes(): readonly string[] {
    return this.nullFrees > 0 ? [`Frees of null pointers (f -1), left out: ${this.nullFrees}.`] : [];
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
