/**
 * p-exit: forks, grows, forgets and exits for ever. One process at a time is in the first phase and starts the others; each
 * of those grows its heap, forks now and then, checks what it wrote, and exits by chance or for want of memory.
 *
 *     0x102000   mark[]: the byte last written to each page of the heap
 *     0x103000   heap top, stack bottom, random state
 */
import { heapBottom } from '../../hardware/hardware.ts';
import {
  copy,
  jump,
  load8,
  load16,
  load32,
  type Operation,
  type Program,
  store8,
  store32,
} from '../../hardware/operation.ts';
import * as abi from '../../kernel/weensyos/abi.ts';
import { assertionFailed } from '../assertion.ts';
import { consoleCell, markFreshPage } from '../heap.ts';
import { defineProgram, layoutOf, type ProgramFile, type ProgramOptions } from '../program.ts';
import { type Draw, drawn, Random, random, seedRandom } from '../rand.ts';
import { exit, fork, getpid, pageAlloc, schedYield } from '../weensyos.ts';

const MARKS = 0x102000;
const HEAP_TOP = 0x103000;
const RANDOM_STATE = HEAP_TOP + 16;
const READ_ONLY_BYTES = 0x18ab;
/** The same program with a call that seeds the generator first. */
const SEEDED_READ_ONLY_BYTES = 0x18db;

const TURNS = 8;

const LAST_ROW = consoleCell(24, 0);
const ROW_BYTES = 160;

/** The last constants are a row of blank cells, aligned, which is copied over messages at the bottom of the screen. */
const optionsFor = (readOnlyBytes: number, entries: ProgramOptions['entries']): ProgramOptions => {
  const textSize = (readOnlyBytes - ROW_BYTES) & ~3;
  const constants = new Uint8Array(readOnlyBytes - textSize);
  for (let cell = 0; cell < ROW_BYTES; cell += 2) constants[cell] = 0x20;
  return { name: 'exit', entries, textSize, readOnlyData: constants, bssSize: 0x101c };
};

/** p-exit; with a `seed`, every process that descends from it draws from that seed; `draw` as for `allocator`. */
export const exitProgram = (seed?: number, draw: Draw = drawn): ProgramFile => {
  const entries = { main, start, settle, grow, multiply, allocate, full };
  const options = optionsFor(seed === undefined ? READ_ONLY_BYTES : SEEDED_READ_ONLY_BYTES, entries);
  const layout = layoutOf(options);
  const bottom = heapBottom(layout);
  const blankRow = layout.base + layout.textSize;

  function* main(): Program {
    if (seed !== undefined) yield* seedRandom(RANDOM_STATE, seed);
    return jump(start);
  }

  /** The first phase: a fork in nineteen turns; then one of parent and child goes on here, and the other does not. */
  function* start(): Program {
    if ((yield* random(RANDOM_STATE, 0, 18, draw)) !== 0) {
      yield schedYield();
      return jump(start);
    }
    const child = yield fork();
    const choice = yield* random(RANDOM_STATE, 0, 2, draw);
    if (choice === 0 && child > 0) yield exit();
    if ((choice === 1 && child > 0) || (choice === 2 && child === 0)) return jump(settle);
    return jump(start);
  }

  function* settle(): Program {
    const speed = yield* random(RANDOM_STATE, 1, 16, draw);
    const self = yield getpid();
    yield store32(HEAP_TOP, bottom);
    return jump(grow, speed, self, 0);
  }

  /** Turns of the second phase: what to do is drawn first. A few make one run of the entry, so that forks replay little. */
  function* grow(speed: number, self: number, pages: number): Program {
    for (let turn = 0; turn < TURNS; turn++) {
      const heap = yield load32(HEAP_TOP);
      if (heap === abi.STACK_PAGE) return jump(full);
      const generator = new Random(yield load32(RANDOM_STATE), yield load32(RANDOM_STATE + 4));
      const x = draw(generator, 0, 108);
      const works = x < 8 * speed;
      const rewrites = !works && x % 4 < 2 && heap !== bottom;
      const deed = works ? draw(generator, 0, 7 + Math.min(Math.floor(pages / 4), 10)) : 0;
      const page = rewrites ? draw(generator, 0, (heap - bottom) / abi.PAGESIZE - 1) : 0;
      yield store32(RANDOM_STATE, generator.low);
      yield store32(RANDOM_STATE + 4, generator.high);
      if (works && deed > 2) return jump(allocate, speed, self, pages);
      if (works && deed === 2) yield exit();
      if (works) return jump(multiply, speed, self, pages);
      if (rewrites) yield* rewrite(page, self);
      yield schedYield();
    }
    return jump(grow, speed, self, pages);
  }

  /** Forks; the child draws a speed of its own. */
  function* multiply(speed: number, self: number, pages: number): Program {
    if ((yield fork()) !== 0) return jump(grow, speed, self, pages);
    const pid = yield getpid();
    return jump(grow, yield* random(RANDOM_STATE, 1, 16, draw), pid, pages);
  }

  /** Checks that a page of the heap still holds what was last written there, and writes `self`. */
  function* rewrite(page: number, self: number): Generator<Operation, void, number> {
    const address = bottom + page * abi.PAGESIZE;
    const found = yield load8(address);
    if (found !== (yield load8(MARKS + page))) yield* assertionFailed('p-exit', 'heap[page] == pagemark[page]');
    yield store8(address, self);
    yield store8(MARKS + page, self);
  }

  /** Adds a page to the heap; without memory exits if it has few pages, else forgets four. */
  function* allocate(speed: number, self: number, pages: number): Program {
    const heap = yield load32(HEAP_TOP);
    if ((yield pageAlloc(heap)) < 0) {
      if (pages < 4) yield exit();
      return jump(grow, speed, self, pages - 4);
    }
    yield* markFreshPage('p-exit', heap, speed);
    const grown = (heap - bottom) / abi.PAGESIZE + 1;
    yield store8(MARKS + grown - 1, speed);
    yield store32(HEAP_TOP, heap + abi.PAGESIZE);
    if ((yield load16(LAST_ROW)) !== 0) yield copy(LAST_ROW, blankRow, ROW_BYTES);
    return jump(grow, speed, self, grown);
  }

  function* full(): Program {
    if ((yield* random(RANDOM_STATE, 0, 35, draw)) === 0) yield exit();
    yield schedYield();
    return jump(full);
  }

  return defineProgram(options);
};
