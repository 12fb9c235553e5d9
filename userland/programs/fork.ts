/**
 * p-fork: two forks make four processes, which check that memory is theirs alone and then grow their heaps like
 * allocators, now and then rewriting a page they have.
 *
 *     0x102000   an object of 4,104 bytes        its field2 is the isolation test
 *     0x103008   heap top, stack bottom, random state
 */
import { heapBottom } from '../../hardware/hardware.ts';
import { jump, load32, type Operation, type Program, store8, store32 } from '../../hardware/operation.ts';
import * as abi from '../../kernel/weensyos/abi.ts';
import { assertionFailed } from '../assertion.ts';
import { markFreshPage } from '../heap.ts';
import { idle } from '../idle.ts';
import { defineProgram, layoutOf, type ProgramFile, type ProgramOptions } from '../program.ts';
import { type Draw, drawn, Random, seedRandom } from '../rand.ts';
import { fork, getpid, pageAlloc, schedYield } from '../weensyos.ts';

const OBJECT = 0x102000;
const OBJECT_BYTES = 4104;
const FIELD2 = OBJECT + OBJECT_BYTES - 4;
const HEAP_TOP = OBJECT + OBJECT_BYTES;
const RANDOM_STATE = HEAP_TOP + 16;

/** Two forks in a row; returns the pid of whichever of the four processes it is. */
function* forkTwice(): Generator<Operation, number, number> {
  const initial = yield getpid();
  const first = yield fork();
  const intermediate = yield getpid();
  const ofFirst = first === 0 ? intermediate !== initial : intermediate === initial && first !== initial;
  if (!ofFirst) yield* assertionFailed('p-fork', 'intermediate_pid == initial_pid && p1 != initial_pid');
  const second = yield fork();
  const last = yield getpid();
  const ofSecond = second === 0 ? last !== intermediate : last === intermediate && second !== first;
  if (!ofSecond) yield* assertionFailed('p-fork', 'final_pid == intermediate_pid && p2 != p1');
  return last;
}

/** Other processes run between the write and the check; none of them may be seen here. */
function* checkIsolation(self: number): Generator<Operation, void, number> {
  yield store32(FIELD2, 61 + self);
  yield schedYield();
  if ((yield load32(FIELD2)) !== 61 + self) yield* assertionFailed('p-fork', 'test2.field2 == 61 + final_pid');
}

/** p-fork as an image: forks itself into four, each of which takes pages as p-allocator does; `draw` as for `allocator`. */
export const forkProgram = (draw: Draw = drawn): ProgramFile => {
  function* grow(self: number): Program {
    const heap = yield load32(HEAP_TOP);
    if (heap === abi.STACK_PAGE) return jump(idle);
    const random = new Random(yield load32(RANDOM_STATE), yield load32(RANDOM_STATE + 4));
    const x = draw(random, 0, 99);
    const rewritten = x === self && heap !== bottom ? draw(random, bottom, heap - 1) : 0;
    yield store32(RANDOM_STATE, random.low);
    yield store32(RANDOM_STATE + 4, random.high);
    if (x < self) {
      if ((yield pageAlloc(heap)) < 0) return jump(idle);
      yield* markFreshPage('p-fork', heap, self);
      yield store32(HEAP_TOP, heap + abi.PAGESIZE);
    } else if (rewritten !== 0) yield store8(rewritten, self);
    yield schedYield();
    return jump(grow, self);
  }

  function* isolation(self: number): Program {
    yield* checkIsolation(self);
    const seed = yield getpid();
    yield* seedRandom(RANDOM_STATE, seed);
    yield store32(HEAP_TOP, bottom);
    return jump(grow, seed);
  }

  function* main(): Program {
    return jump(isolation, yield* forkTwice());
  }

  const options: ProgramOptions = {
    name: 'fork',
    entries: { main, isolation, grow, idle },
    textSize: 0x1623,
    bssSize: OBJECT_BYTES + 28,
  };
  const bottom = heapBottom(layoutOf(options));
  return defineProgram(options);
};
