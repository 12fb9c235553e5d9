/**
 * A fault of programs: `rand` gives the upper 31 bits of its 64-bit state, where the real one gives bits 62 to 32. The
 * programs here stand for the recorded ones, with the same images, as far as the recordings need to tell.
 */
import { heapBottom } from '../../hardware/hardware.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { markFreshPage } from '../../userland/heap.ts';
import { defineProgram, layoutOf, type ProgramOptions } from '../../userland/program.ts';
import {
  abi,
  exit,
  fork,
  getpid,
  jump,
  load32,
  type Operation,
  type Program,
  type ProgramFile,
  pageAlloc,
  random,
  schedYield,
  seedRandom,
  store8,
  store32,
} from '../../userland/userland.ts';
import type { Fault } from './fault.ts';

function* draw(state: number, least: number, most: number): Generator<Operation, number, number> {
  yield* random(state, 0, 0);
  const upper = (yield load32(state + 8)) >>> 1;
  return least + Math.floor((upper * (most - least + 1)) / 2 ** 31);
}

/** An allocator if it `forks` 0 times; p-fork, without its checks of itself, if twice. */
const growing = (options: Omit<ProgramOptions, 'entries'>, heapTop: number, forks: number): ProgramFile => {
  const full = { ...options, entries: { main, grow } };
  const bottom = heapBottom(layoutOf(full));
  const randomState = heapTop + 16;

  function* main(): Program {
    for (let i = 0; i < forks; i++) {
      yield getpid();
      yield fork();
    }
    const self = yield getpid();
    if (forks > 0) {
      yield schedYield();
      yield getpid();
    }
    yield* seedRandom(randomState, self);
    yield store32(heapTop, bottom);
    return jump(grow, self);
  }

  function* grow(self: number): Program {
    const heap = yield load32(heapTop);
    const x = yield* draw(randomState, 0, 99);
    if (x < self && (yield pageAlloc(heap)) >= 0) {
      yield* markFreshPage(options.name, heap, self);
      yield store32(heapTop, heap + abi.PAGESIZE);
    } else if (forks > 0 && x === self && heap !== bottom) {
      yield store8(yield* draw(randomState, bottom, heap - 1), self);
    }
    yield schedYield();
    return jump(grow, self);
  }

  return defineProgram(full);
};

const allocators = ['allocator', 'allocator2', 'allocator3', 'allocator4'].map((name, index) => {
  const base = abi.PROC_START_ADDR + index * abi.PROC_SIZE;
  return growing({ name, base, textSize: 0x1363, bssSize: 0x1c }, base + 0x2000, 0);
});
const forks = [growing({ name: 'fork', textSize: 0x1623, bssSize: 0x1024 }, 0x103008, 2)];

/** The first phase of p-exit, which is over at its first fork for one of parent and child. */
function* start(): Program {
  if ((yield* draw(0x103010, 0, 18)) !== 0) {
    yield schedYield();
    return jump(start);
  }
  const child = yield fork();
  if ((yield* draw(0x103010, 0, 2)) === 0 && child > 0) yield exit();
  return jump(start);
}
const exits = [defineProgram({ name: 'exit', entries: { start }, textSize: 0x18ab, bssSize: 0x101c })];

export const upperBitsDrawn: Fault = {
  name: 'a rand that shifts by 33',
  sentence: 'Programs draw bits 63 to 33 of the random state, not bits 62 to 32.',
  Kernel: WeensyKernel,
  programs: { A7: allocators, A7k3: allocators, F7: forks, F7k3: forks, E7: exits, E7t5k3: exits },
};
