/**
 * A fault of programs: `rand` gives the upper 31 bits of its 64-bit state, where the real one gives bits 62 to 32. Programs
 * stand in for the recorded ones, with images of the same sizes: allocators and p-fork until memory is full, p-exit until
 * its first fork. That they do so faithfully is seen when they draw as they should.
 */
import { heapBottom } from '../../hardware/hardware.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { markFreshPage } from '../../userland/heap.ts';
import { defineProgram, layoutOf, type ProgramOptions } from '../../userland/program.ts';
import {
  abi,
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

type Draw = (state: number, least: number, most: number) => Generator<Operation, number, number>;

function* drawUpperBits(state: number, least: number, most: number): Generator<Operation, number, number> {
  yield* random(state, 0, 0);
  const upper = (yield load32(state + 8)) >>> 1;
  return least + Math.floor((upper * (most - least + 1)) / 2 ** 31);
}

/** An allocator if it forks 0 times; p-fork, without its checks of itself, if twice. */
const growing = (draw: Draw, options: Omit<ProgramOptions, 'entries'>, heapTop: number, forks: number): ProgramFile => {
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

/** The first phase of p-exit, which one of parent and child leaves at the first fork. */
const forking = (draw: Draw): ProgramFile => {
  function* start(): Program {
    if ((yield* draw(0x103010, 0, 18)) === 0) yield fork();
    else yield schedYield();
    return jump(start);
  }
  return defineProgram({ name: 'exit', entries: { start }, textSize: 0x18ab, bssSize: 0x101c });
};

const standIns = (draw: Draw): NonNullable<Fault['programs']> => {
  const allocators = ['allocator', 'allocator2', 'allocator3', 'allocator4'].map((name, index) => {
    const base = abi.PROC_START_ADDR + index * abi.PROC_SIZE;
    return growing(draw, { name, base, textSize: 0x1363, bssSize: 0x1c }, base + 0x2000, 0);
  });
  const forks = [growing(draw, { name: 'fork', textSize: 0x1623, bssSize: 0x1024 }, 0x103008, 2)];
  const exits = [forking(draw)];
  return { A7: allocators, A7k3: allocators, F7: forks, F7k3: forks, E7: exits, E7t5k3: exits };
};

export const upperBitsDrawn: Fault = {
  name: 'shifting by 33 in rand',
  sentence: 'Programs draw bits 63 to 33 of the random state, not bits 62 to 32.',
  Kernel: WeensyKernel,
  programs: standIns(drawUpperBits),
};

/** No fault: the control of the one above. */
export const rightBitsDrawn: Fault = {
  name: 'standing in for programs with the true rand',
  sentence: 'Programs are replaced by those that shift by 33, but draw the bits they should.',
  Kernel: WeensyKernel,
  programs: standIns(random),
};
