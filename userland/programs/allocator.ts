/**
 * p-allocator: grows its heap by a page with a probability of its pid in a hundred, yields every turn, and stops when the
 * heap reaches the stack or memory is full. Four of them are linked one after the other, as 1 to 4.
 */
import { heapBottom } from '../../hardware/hardware.ts';
import { jump, load32, type Program, store32 } from '../../hardware/operation.ts';
import * as abi from '../../kernel/weensyos/abi.ts';
import { markFreshPage } from '../heap.ts';
import { idle } from '../idle.ts';
import { defineProgram, layoutOf, type ProgramFile, type ProgramOptions } from '../program.ts';
import { type Draw, drawn, Random, seedRandom } from '../rand.ts';
import { getpid, pageAlloc, schedYield } from '../weensyos.ts';

const TEXT_BYTES = 0x1363;
const BSS_BYTES = 0x1c;

/** Allocator number `n`, 1 to 4; `draw` may be another for those who want a faulty one. */
export const allocator = (n: number, draw: Draw = drawn): ProgramFile => {
  const base = abi.PROC_START_ADDR + (n - 1) * abi.PROC_SIZE;
  const options: ProgramOptions = {
    name: n === 1 ? 'allocator' : `allocator${n}`,
    entries: { main, grow, idle },
    base,
    textSize: TEXT_BYTES,
    bssSize: BSS_BYTES,
  };
  const layout = layoutOf(options);
  const heapTop = base + 0x2000;
  const randomState = heapTop + 16;

  function* main(): Program {
    const self = yield getpid();
    yield* seedRandom(randomState, self);
    yield store32(heapTop, heapBottom(layout));
    return jump(grow, self);
  }

  function* grow(self: number): Program {
    const heap = yield load32(heapTop);
    if (heap === abi.STACK_PAGE) return jump(idle);
    const random = new Random(yield load32(randomState), yield load32(randomState + 4));
    const grows = draw(random, 0, 99) < self;
    yield store32(randomState, random.low);
    yield store32(randomState + 4, random.high);
    if (grows) {
      if ((yield pageAlloc(heap)) < 0) return jump(idle);
      yield* markFreshPage('p-allocator', heap, self);
      yield store32(heapTop, heap + abi.PAGESIZE);
    }
    yield schedYield();
    return jump(grow, self);
  }

  return defineProgram(options);
};

/** The images of the four allocators that WeensyOS starts with, in order; `draw` as for `allocator`. */
export const allocators = (draw?: Draw): ProgramFile[] => [1, 2, 3, 4].map((n) => allocator(n, draw));
