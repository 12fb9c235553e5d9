/** Traces survive being written and read, and a text that is no trace is refused with the line that is wrong. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALLOCATE, FREE, MalformedTrace, pagesOf, REALLOCATE, type ReadTrace, type Trace } from './allocation-trace.ts';
import { readFtrace, writeFtrace } from './ftrace.ts';
import { readMallocLab, writeMallocLab } from './malloc-lab.ts';
import { demandOf, peakOf } from './memory-demand.ts';
import { anyTrace, mutilated } from './random-traces.ts';
import { TraceBuilder } from './trace-builder.ts';
import { readTrace } from './trace-reader.ts';
import { readWeeAlloc, writeWeeAlloc } from './wee-alloc.ts';

const PAGE = 4096;
/** Sizes of Linux's blocks, small enough that a test of many stays short. */
const powerOfTwoPages = (bytes: number): number => PAGE * 2 ** (bytes % 6);
const lines = (...some: readonly string[]): string => some.map((line) => `${line}\n`).join('');
/** The operations of a trace in short: `a0 552`, `f0`. */
const shown = ({ kinds, ids, bytes }: Trace): string[] =>
  [...kinds].map((kind, i) => `${'arf'[kind]}${ids[i]}${kind === FREE ? '' : ` ${bytes[i]}`}`);

/** Fails unless `read` gives each of `traces` back from what `write` makes of it. */
const expectSurvival = (
  write: (trace: Trace) => string,
  read: (text: string) => ReadTrace,
  traces: fc.Arbitrary<Trace>,
): void =>
  fc.assert(
    fc.property(traces, (trace) => {
      expect(read(write(trace)).trace).toEqual(trace);
    }),
  );

/** Fails unless `trace` is what trace.ts says a trace is. */
const expectSound = ({ kinds, ids, bytes, blocks }: Trace): void => {
  const live = new Set<number>();
  let allocated = 0;
  for (const [i, kind] of kinds.entries()) {
    if (kind === ALLOCATE) {
      expect(ids[i]).toBe(allocated++);
      live.add(ids[i]);
    } else expect(live.has(ids[i])).toBe(true);
    if (kind === FREE) live.delete(ids[i]);
    expect(bytes[i]).toBeGreaterThanOrEqual(0);
  }
  expect(blocks).toBe(allocated);
};

describe('What is written is read again as it was', () => {
  test('in the format of the malloc lab, any trace', () => {
    expectSurvival(writeMallocLab, readMallocLab, anyTrace());
  });

  test('in that of wee_alloc, any trace without reallocations', () => {
    expectSurvival(writeWeeAlloc, readWeeAlloc, anyTrace(false));
  });

  test('in that of Linux, any such trace of blocks of 1, 2, 4, … pages', () => {
    expectSurvival(writeFtrace, readFtrace, anyTrace(false, powerOfTwoPages));
  });

  test('and a reallocation that a format does not know needs as many pages in the end', () => {
    fc.assert(
      fc.property(anyTrace(true, powerOfTwoPages), (trace) => {
        const [last = 0] = demandOf(trace).slice(-1);
        for (const text of [writeWeeAlloc(trace), writeFtrace(trace)]) {
          const again = trace.kinds.length === 0 ? trace : readTrace(text).trace;
          expect(demandOf(again).at(-1) ?? 0).toBe(last);
        }
      }),
    );
  });

  test('and each format is told by its text', () => {
    fc.assert(
      fc.property(anyTrace(false, powerOfTwoPages), (trace) => {
        fc.pre(trace.kinds.length > 0);
        for (const write of [writeMallocLab, writeWeeAlloc, writeFtrace]) {
          expect(readTrace(write(trace)).trace).toEqual(trace);
        }
      }),
    );
  });
});

test('a mutilated text is a sound trace, or is refused with the line', () => {
  const text = anyTrace(false, powerOfTwoPages).chain((trace) =>
    fc.constantFrom(writeMallocLab(trace), writeWeeAlloc(trace), writeFtrace(trace)).chain(mutilated),
  );
  let refused = 0;
  fc.assert(
    fc.property(text, (torn) => {
      try {
        expectSound(readTrace(torn).trace);
      } catch (error) {
        if (!(error instanceof MalformedTrace)) throw error;
        expect(error.line).toBeGreaterThanOrEqual(1);
        expect(error.line).toBeLessThanOrEqual(torn.split('\n').length);
        expect(error.message).toMatch(new RegExp(`^line ${error.line}: .`));
        refused += 1;
      }
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(100);
});

describe('Of the malloc lab', () => {
  const operations = ['a 0 512', 'a 1 128', 'r 0 640', 'a 2 128', 'f 1', 'r 0 768', 'f 0', 'f 2'];
  const same = ['a0 512', 'a1 128', 'r0 640', 'a2 128', 'f1', 'r0 768', 'f0', 'f2'];

  test('all three headers are read, on one line or several, and what they do not tell is said', () => {
    for (const [header, note] of [
      [['20000', '3', '8', '1'], /a heap of 20000 bytes, and weight 1/],
      [['20000 3 8 1'], /a heap of 20000 bytes, and weight 1/],
      [['1', '3', '8', '768'], /weight 1, and a heap of 768 bytes/],
      [['1', '3', '8', '0'], /does not tell which is the weight and which the size of the heap/],
      [['3', '8'], null],
    ] as const) {
      const { format, trace, notes } = readTrace(lines(...header, '', ...operations));
      expect([format, shown(trace)]).toEqual(['malloc lab', same]);
      expect(notes).toEqual(note === null ? [] : [expect.stringMatching(note)]);
    }
  });

  test('an id may be used again, lines may end as in DOS, and a null pointer may be freed', () => {
    const text = lines('1', '6', 'a 0 1', 'f 0', 'a 0 2', 'f -1', 'r 0 3', 'f 0').replaceAll('\n', '\r\n');
    const { trace, notes } = readTrace(text);
    expect(shown(trace)).toEqual(['a0 1', 'f0', 'a1 2', 'r1 3', 'f1']);
    expect(notes).toEqual(['Frees of null pointers (f -1, or an id that was never allocated), left out: 1.']);
  });

  test('what stands for a null pointer is allocated by a reallocation, and freed without effect', () => {
    const { trace, notes } = readTrace(
      lines('3', '9', 'r 0 5', 'r 0 6', 'r 0 0', 'f 0', 'f 2', 'r 2 0', 'r 0 7', 'f 0', 'f -1'),
    );
    expect(shown(trace)).toEqual(['a0 5', 'r0 6', 'f0', 'a1 7', 'f1']);
    expect(notes).toEqual([
      expect.stringMatching(/^Frees of null pointers .*: 4\.$/),
      expect.stringMatching(/^Reallocations of null pointers .*: 2\.$/),
    ]);
  });

  test('an id that is allocated again while it is in use names the new block', () => {
    const { trace, notes } = readTrace(lines('1', '4', 'a 0 1', 'a 0 2', 'r 0 3', 'f 0'));
    expect(shown(trace)).toEqual(['a0 1', 'a1 2', 'r1 3', 'f1']);
    expect(notes).toEqual(['Blocks whose id was allocated again before they were freed, and which stay in use: 1.']);
  });

  test('what stands behind the operations that are announced is left out, whatever it is', () => {
    const { trace, notes } = readTrace(lines('2', '2', 'a 0 1', 'f 0', 'a 1 2', '', 'and so on'));
    expect(shown(trace)).toEqual(['a0 1', 'f0']);
    expect(notes).toEqual([
      "Lines behind the 2 operations that line 2 announces, left out as the lab's driver does: 2.",
    ]);
  });

  test('what is wrong is said with its line', () => {
    for (const [text, says] of [
      [
        lines('2', '3', 'a 0 1', 'f 0'),
        'line 5: line 2 announces 3 operations, and the file ends after 2: is it cut off?',
      ],
      [lines('1', '3', 'a 0 1', 'f 0', 'f 0'), 'line 5: id 0 is freed, and was freed before'],
      [lines('1', '3', 'a 0 1', 'f 0', 'r 0 9'), 'line 5: id 0 is reallocated, and was freed before'],
      [lines('1', '1', 'a 1 1'), 'line 3: expected an id, from 0 to 0; found "1"'],
      [lines('1', '1', 'a 0 many'), 'line 3: expected a size in bytes, from 0 to 2^40; found "many"'],
      [lines('1', '1', 'a 0 1.5'), 'line 3: expected a size in bytes, from 0 to 2^40; found "1.5"'],
      [lines('1', '1', 'a 0 2000000000000'), 'line 3: expected a size in bytes, from 0 to 2^40; found "2000000000000"'],
      [lines('1', '1', 'a 0'), 'line 3: expected a ID BYTES, r ID BYTES or f ID; found "a 0"'],
      [lines('1', '1', 'f 0 1'), 'line 3: expected a ID BYTES, r ID BYTES or f ID; found "f 0 1"'],
      [lines('1', '1', 'constructor 0'), /found "constructor 0"$/],
      [lines('1', '1', 'x 0'), 'line 3: expected a ID BYTES, r ID BYTES or f ID; found "x 0"'],
      [lines('1', '2', '3', 'a 0 1'), /^line 4: expected a header of heap size, ids, operations, weight; .*; found 3$/],
      [lines('a 0 1', 'f 0'), /^line 1: expected a header of .*; found none$/],
    ] as const) {
      expect(messageOf(text)).toEqual(typeof says === 'string' ? says : expect.stringMatching(says));
    }
  });
});

describe('Of wee_alloc', () => {
  test('a free names the allocation by its place among all', () => {
    const { format, trace } = readTrace(lines('Alloc(552),', 'Alloc(120),', 'Free(0),', '', 'Alloc(7)', 'Free(2),'));
    expect(format).toBe('wee_alloc');
    expect(shown(trace)).toEqual(['a0 552', 'a1 120', 'f0', 'a2 7', 'f2']);
  });

  test('what is wrong is said with its line', () => {
    for (const [text, says] of [
      [lines('Alloc(5),', 'Free(1),'), 'line 2: expected the index of an allocation, from 0 to 0; found "1"'],
      [lines('Free(0),'), 'line 1: expected the index of an allocation, and there is none yet; found "0"'],
      [lines('Alloc(5),', 'Free(0),', 'Free(0),'), 'line 3: allocation 0 is freed, and was freed before'],
      [lines('Alloc(-5),'), 'line 1: expected a size in bytes, from 0 to 2^40; found "-5"'],
      ['Alloc(5),\nAllo', 'line 2: expected Alloc(BYTES), or Free(INDEX), and found "Allo"'],
    ] as const) {
      expect(messageOf(text)).toBe(says);
    }
  });
});

describe('Of Linux', () => {
  const allocated = (pfn: string, order: number, page = '00000000d2f41a07'): string =>
    `   bash-812   [003] d..1.  4812.663214: mm_page_alloc: page=${page} pfn=${pfn} order=${order} migratetype=1 gfp_flags=GFP_KERNEL|__GFP_ZERO`;
  const freed = (pfn: string, order: number): string =>
    `   bash-812   [003]  4812.663388: mm_page_free:   page=0xffffea0003db9f40 pfn=${pfn} order=${order}`;

  test('a block is told by its first page, in decimal or hexadecimal, among other lines', () => {
    const { format, trace, notes } = readTrace(
      lines(
        '# tracer: nop',
        allocated('0x100', 1),
        ' bash-812 [003] .... 4812.7: mm_page_free_batched: page=00000000d2f41a07 pfn=256 order=0',
        ' bash-812 [003] .... 4812.7: mm_page_alloc_zone_locked: page=00000000d2f41a07 pfn=256 order=0',
        ' 1) | /* mm_page_alloc: page=00000000d2f41a07 pfn=7 order=0 migratetype=0 gfp_flags=GFP_KERNEL */',
        freed('256', 1),
      ),
    );
    expect([format, notes]).toEqual(['ftrace', []]);
    expect(shown(trace)).toEqual([`a0 ${2 * PAGE}`, `a1 ${PAGE}`, 'f0']);
  });

  test('frees count as older kernels tell them: one by one, in batches, or both', () => {
    const direct = (pfn: string): string => freed(pfn, 0).replace('mm_page_free:', 'mm_page_free_direct:');
    const batch = (pfn: string): string => freed(pfn, 0).replace('mm_page_free:', 'mm_pagevec_free:');
    const page = (pfn: string): string => allocated(pfn, 0);
    const { trace, notes } = readTrace(
      lines(page('1'), direct('1'), page('2'), batch('2'), page('3'), batch('3'), direct('3'), page('2'), direct('2')),
    );
    const [once, twice, thrice, anew] = [0, 1, 2, 3].map((id) => [`a${id} ${PAGE}`, `f${id}`]);
    expect(shown(trace)).toEqual([once, twice, thrice, anew].flat());
    expect(notes).toEqual([]);
  });

  test('what cannot be told is left out, and counted', () => {
    const { trace, notes } = readTrace(
      lines(
        freed('9', 0),
        allocated('18446744073709551615', 9, '(null)'),
        allocated('0xffffffffffffffff', 9, '0000000000000000'),
        allocated('0', 9, '0000000000000000'),
        allocated('16', 2),
        'CPU:2 [LOST 31 EVENTS]',
        freed('16', 0),
        freed('17', 0),
        freed('18', 1),
        allocated('32', 0),
        allocated('32', 1),
        freed('32', 0),
      ),
    );
    expect(shown(trace)).toEqual([`a0 ${4 * PAGE}`, 'f0', `a1 ${PAGE}`, 'f1', `a2 ${2 * PAGE}`]);
    expect(notes).toEqual([
      'Frees of pages that were allocated before the trace began, left out: 1.',
      'Allocations that failed, left out: 3.',
      'Frees of a part of a block, which counts as in use until its last page is free: 3.',
      'Blocks whose pages were allocated anew with no free in between, and which count as freed there: 1.',
      'Events that were lost while the trace was taken: 31.',
    ]);
  });

  test('what is wrong is said with its line', () => {
    const torn = allocated('16', 0).replace(/pfn.*/, '');
    expect(messageOf(lines(allocated('1', 0), torn))).toMatch(
      /^line 2: expected page=… pfn=NUMBER order=0 to 18; found "page=/,
    );
    expect(messageOf(lines(allocated('1', 44)))).toMatch(/^line 1: expected page=… pfn=NUMBER order=0 to 18/);
    const all = Array.from({ length: 33 }, (_, i) => allocated(String(i * 2 ** 18), 18));
    expect(messageOf(lines(...all))).toBe('line 33: expected at most 8388608 pages in use at once; here are more');
    expect(messageOf(lines(allocated('-7', 0)))).toMatch(
      /^line 1: expected a page frame number below 2\^53; found "-7"/,
    );
  });
});

test('an empty file, a binary one and any other are refused, with what was expected', () => {
  expect(messageOf('')).toMatch(/^line 1: the file is empty; expected a \.rep file of the malloc lab/);
  expect(messageOf(' \n\n')).toMatch(/^line 1: the file is empty/);
  expect(messageOf('a 0 1\n\0\x17\x08DtracingX')).toMatch(
    /^line 2: expected text, and this is a binary file; .*trace-cmd/,
  );
  expect(messageOf('\nhello\n')).toMatch(/^line 2: expected a \.rep file .* found "hello"$/);
});

test('pages are counted in whole ones, of any size, and at least one a block', () => {
  expect([0, 1, PAGE, PAGE + 1].map((bytes) => pagesOf(bytes))).toEqual([1, 1, 1, 2]);
  expect([0, 1, 16, 17].map((bytes) => pagesOf(bytes, 16))).toEqual([1, 1, 1, 2]);
});

test('the demand of a trace is that of the blocks in use, counted anew after each operation', () => {
  fc.assert(
    fc.property(anyTrace(), fc.integer({ min: 1, max: 9000 }), (trace, bytesPerPage) => {
      const sizes = new Map<number, number>();
      const demand = demandOf(trace, bytesPerPage);
      for (const [i, kind] of trace.kinds.entries()) {
        if (kind === FREE) sizes.delete(trace.ids[i]);
        else sizes.set(trace.ids[i], trace.bytes[i]);
        expect(demand[i]).toBe([...sizes.values()].reduce((sum, bytes) => sum + pagesOf(bytes, bytesPerPage), 0));
      }
      expect(peakOf(trace, bytesPerPage)).toBe(Math.max(0, ...demand));
    }),
  );
});

test('a builder refuses what a trace cannot have', () => {
  const builder = new TraceBuilder();
  const block = builder.allocate(1);
  builder.reallocate(block, 2);
  builder.free(block);
  expect(() => builder.free(block)).toThrow('block 0 is not allocated');
  expect(() => builder.reallocate(7, 1)).toThrow('block 7 is not allocated');
  expect([...builder.build().kinds]).toEqual([ALLOCATE, REALLOCATE, FREE]);
});

/** What is said of a text that is no trace. */
function messageOf(text: string): string {
  try {
    readTrace(text);
  } catch (error) {
    if (error instanceof MalformedTrace) return error.message;
    throw error;
  }
  throw new Error('the text was read');
}
