/**
 * p-fuzz: the probe that the recordings of the real kernel were made with. It asks for pages at good and bad addresses, over
 * mapped pages and over its own read-only filler, forks, and exits unless it is process 1.
 *
 *     0x100000   text, 3 pages        0x103000   filler, read-only, 3 pages, and constants
 *     0x107000   random state         0x108000   heap
 */
import { jump, type Operation, type Program, scan, store8 } from '../../hardware/operation.ts';
import * as abi from '../../kernel/weensyos/abi.ts';
import { assertionFailed } from '../assertion.ts';
import { defineProgram, type ProgramFile } from '../program.ts';
import { RANDOM_BYTES, random, seedRandom } from '../rand.ts';
import { exit, fork, getpid, pageAlloc, schedYield } from '../weensyos.ts';

const TEXT_BYTES = 0x3000;
const READ_ONLY_BYTES = 0x3793;
const FILLER = 0x103000;
const FILLER_END = 0x106000;
const HEAP_BOTTOM = 0x108000;
const RANDOM_STATE = 0x107000;
/** Pages at the edges of what may be asked for, and one that is not. */
const EDGE_PAGES: readonly number[] = [0x300, 0xff, 0x102, 0x104, 0x200, 0x1ff, 0x2fe];

/** p-fuzz as an image: random system calls for ever; with a `seed`, it draws from that, else as the real one does. */
export const fuzzProgram = (seed?: number): ProgramFile => {
  function* main(): Program {
    if (seed !== undefined) yield* seedRandom(RANDOM_STATE, seed);
    return jump(turn, yield getpid());
  }

  return defineProgram({
    name: 'fuzz',
    entries: { main, turn },
    textSize: TEXT_BYTES,
    readOnlyData: new Uint8Array(READ_ONLY_BYTES).fill(0x5a),
    bssSize: RANDOM_BYTES,
  });
};

function* turn(self: number): Program {
  const x = yield* random(RANDOM_STATE, 0, 99);
  if (x < 40) yield schedYield();
  else if (x < 44) yield getpid();
  else if (x < 84) yield* allocate(self, x);
  else if (x < 94) return jump(turn, yield* forkOnce(self));
  else if (self !== 1) yield exit();
  else yield schedYield();
  return jump(turn, self);
}

/** Asks for a page somewhere, unless the program could not live without what is there. */
function* allocate(self: number, x: number): Generator<Operation, void, number> {
  const address = yield* chooseAddress();
  const page = Math.floor(address / abi.PAGESIZE) * abi.PAGESIZE;
  const isFiller = page >= FILLER && page < FILLER_END;
  if (page === abi.STACK_PAGE || (page >= abi.PROC_START_ADDR && page < HEAP_BOTTOM && !isFiller)) {
    yield schedYield();
  } else if ((yield pageAlloc(address)) === 0) {
    if ((yield scan(address, 0, abi.PAGESIZE)) !== abi.PAGESIZE) yield* assertionFailed('p-fuzz', 'page is zero');
    yield store8(address, self);
    yield store8(address + abi.PAGESIZE - 1, x);
  }
}

function* chooseAddress(): Generator<Operation, number, number> {
  const k = yield* random(RANDOM_STATE, 0, 48);
  const y = yield* random(RANDOM_STATE, 0, 31);
  if (y >= 1 && y <= EDGE_PAGES.length) return EDGE_PAGES[y - 1] * abi.PAGESIZE;
  const page = (0xf8 + 11 * k) * abi.PAGESIZE;
  return y === 0 ? page + (yield* random(RANDOM_STATE, 1, abi.PAGESIZE - 1)) : page;
}

/** Forks; the child throws draws away, so that it goes another way than its parent. Returns the caller's pid. */
function* forkOnce(self: number): Generator<Operation, number, number> {
  if ((yield fork()) !== 0) return self;
  const child = yield getpid();
  for (let i = 0; i < child; i++) yield* random(RANDOM_STATE, 0, 1);
  return child;
}
