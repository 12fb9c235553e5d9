/**
 * What Linux's page allocator tells when it is traced, as `trace` of ftrace, `trace-cmd report` or `perf script` write it:
 *
 *     bash-812 [003] d..1. 4812.663214: mm_page_alloc: page=00000000d2f41a07 pfn=0x8a3f21 order=1 migratetype=0 gfp_flags=GFP_KERNEL
 *     bash-812 [003] d..1. 4812.663388: mm_page_free: page=00000000d2f41a07 pfn=0x8a3f21 order=1
 *
 * Before Linux 3.3 a free is `mm_page_free_direct`; and in 2.6.31 to 2.6.33 pages that are freed in batches have `mm_pagevec_free` alone, which later ones repeat.
 * A block is told by its first page frame number. All other lines are passed over; `mm_page_free_batched`, too, which repeats frees.
 */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { ALLOCATE, FREE, MalformedTrace, pagesOf, type ReadTrace, type Trace } from './allocation-trace.ts';
import { Frames } from './frames.ts';
import { type LineReader, type Lines, readWith } from './lines.ts';
import { quoted } from './number.ts';
import { TraceBuilder } from './trace-builder.ts';

const EVENT = /\bmm_(page_alloc|page_free|page_free_direct|pagevec_free):\s*(.*)/;
const PAGE = /\bpage=(\S+)/;
const PFN = /\bpfn=(0x[0-9a-f]{1,16}|-?\d{1,20})(?=\s|$)/i;
// Some kernels print the end of a comment behind it.
const ORDER = /\border=(\d{1,2})(?=\s|\*\/|$)/;
const LOST = /\[LOST (\d+) EVENTS\]/;
/** The largest block of any Linux is 2^18 pages. */
const MOST_ORDER = 18;
/** Pages in use at once that are kept track of: 32 GiB. */
const MOST_PAGES = 2 ** 23;
/** All bits set: where an allocation failed. */
const NO_PFN = /^(?:-1|18446744073709551615|0xffffffffffffffff|4294967295|0xffffffff)$/i;
const NO_PAGE = /^\((?:null|nil)\)$/;
const NOWHERE = /^(?:0x)?0+$/;

/** Whether `line` is one of those. */
export const isFtraceLine = (line: string): boolean => EVENT.test(line);

/** Reads such lines. A free of pages that were not allocated in the trace is left out, and counted in the notes. Throws MalformedTrace. */
export const readFtrace = (lines: Lines): ReadTrace => readWith(new FtraceReader(), lines);

/** A block that is allocated, and how many of its pages still are. */
interface Block {
  readonly id: number;
  readonly first: number;
  readonly pages: number;
  left: number;
}

export class FtraceReader implements LineReader {
  private readonly builder = new TraceBuilder();
  /** The block of each page that is allocated. */
  private readonly frames = new Frames<Block>();
  /** Pages that were freed in a batch, which some kernels tell once more, one by one. */
  private readonly batched = new Set<number>();
  private failed = 0;
  private foreign = 0;
  private inParts = 0;
  private overtaken = 0;
  private lost = 0;

  read(line: string, number: number): void {
    const [, kind, fields] = EVENT.exec(line) ?? [];
    if (kind !== undefined) return this.event(kind, fields, number);
    const [, lost] = LOST.exec(line) ?? [];
    this.lost += Number(lost ?? 0);
  }

  private event(kind: string, fields: string, line: number): void {
    const [, page = ''] = PAGE.exec(fields) ?? [];
    const [, frame] = PFN.exec(fields) ?? [];
    const order = Number(ORDER.exec(fields)?.[1] ?? Number.NaN);
    if (frame === undefined || !(order <= MOST_ORDER)) {
      throw new MalformedTrace(line, `expected page=… pfn=NUMBER order=0 to ${MOST_ORDER}; found ${quoted(fields)}`);
    }
    const pfn = Number(frame);
    if (NO_PFN.test(frame) || NO_PAGE.test(page) || (pfn === 0 && NOWHERE.test(page))) this.failed += 1;
    else if (!Number.isSafeInteger(pfn) || pfn < 0) {
      throw new MalformedTrace(line, `expected a page frame number below 2^53; found ${quoted(frame)}`);
    } else if (kind === 'page_alloc') this.allocate(pfn, 2 ** order, line);
    else if (kind === 'pagevec_free') this.freeBatched(pfn);
    else if (!this.batched.delete(pfn)) this.free(pfn, 2 ** order);
  }

  private freeBatched(page: number): void {
    this.batched.add(page);
    this.free(page, 1);
  }

  private allocate(first: number, pages: number, line: number): void {
    if (this.frames.size + pages > MOST_PAGES)
      throw new MalformedTrace(line, `expected at most ${MOST_PAGES} pages in use at once; here are more`);
    for (let page = first; page < first + pages; page++) {
      this.batched.delete(page);
      this.overtake(page);
    }
    const block = { id: this.builder.allocate(pages * PAGE_SIZE), first, pages, left: pages };
    for (let page = first; page < first + pages; page++) this.frames.give(page, block);
  }

  /** Frees the block of a page that is allocated anew: it must have been freed where the trace has a gap. */
  private overtake(page: number): void {
    const block = this.frames.blockAt(page);
    if (block === null) return;
    this.overtaken += 1;
    this.release(block);
    for (let own = block.first; own < block.first + block.pages; own++) {
      if (this.frames.blockAt(own) === block) this.frames.take(own);
    }
  }

  /** Frees pages, of one block or several; a block is free when its last page is. */
  private free(first: number, pages: number): void {
    let known = 0;
    for (let page = first; page < first + pages; page++) {
      const block = this.frames.blockAt(page);
      if (block === null) continue;
      known += 1;
      this.frames.take(page);
      block.left -= 1;
      if (block.left === 0) this.release(block);
      else if (page === first + pages - 1) this.inParts += 1;
    }
    if (known === 0) this.foreign += 1;
  }

  private release(block: Block): void {
    this.builder.free(block.id);
  }

  finish(): ReadTrace {
    return { format: 'ftrace', trace: this.builder.build(), notes: this.notes() };
  }

  private notes(): readonly string[] {
    const { foreign, failed, inParts, overtaken, lost } = this;
    const counted: readonly (readonly [number, string])[] = [
      [foreign, 'Frees of pages that were allocated before the trace began, left out'],
      [failed, 'Allocations that failed, left out'],
      [inParts, 'Frees of a part of a block, which counts as in use until its last page is free'],
      [overtaken, 'Blocks whose pages were allocated anew with no free in between, and which count as freed there'],
      [lost, 'Events that were lost while the trace was taken'],
    ];
    return counted.filter(([count]) => count > 0).map(([count, what]) => `${what}: ${count}.`);
  }
}

/** The page frame that the first block of a written trace gets; each has frames of its own. */
const FIRST_FRAME = 0x1000;

/**
 * `trace` as such lines. Linux's blocks are 1, 2, 4, … pages: sizes are rounded up to those. A reallocation becomes a new
 * allocation, then the free of the old one.
 */
export const writeFtrace = ({ kinds, ids, bytes, blocks }: Trace): string => {
  const places: string[] = new Array(blocks).fill('');
  const lines: string[] = [];
  let frame = FIRST_FRAME;
  for (const [i, kind] of kinds.entries()) {
    const old = places[ids[i]];
    if (kind !== FREE) {
      const order = Math.ceil(Math.log2(pagesOf(bytes[i])));
      frame = Math.ceil(frame / 2 ** order) * 2 ** order;
      places[ids[i]] = `pfn=0x${frame.toString(16)} order=${order}`;
      frame += 2 ** order;
      lines.push(lineOf(i, 'mm_page_alloc', `${places[ids[i]]} migratetype=0 gfp_flags=GFP_KERNEL`));
    }
    if (kind !== ALLOCATE) lines.push(lineOf(i, 'mm_page_free', old));
  }
  return lines.map((line) => `${line}\n`).join('');
};

/** A line as of one process on one processor, a microsecond an operation. */
const lineOf = (operation: number, event: string, fields: string): string => {
  const [, pfn] = /pfn=0x(\w+)/.exec(fields) ?? [];
  const time = (operation / 1e6).toFixed(6);
  return `     ringfence-1     [000] .....  ${time}: ${event}: page=${pfn.padStart(16, '0')} ${fields}`;
};
