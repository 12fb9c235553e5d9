/** Series of dumps that models leave, in memory: as `--dumps` writes them; for specs. */
import type { KernelView } from '../../kernel/kernel.ts';
import { defineProgram, exit, fork, pageAlloc, schedYield } from '../../userland/userland.ts';
import type { OwnKernel } from '../judge/kernel-from-scratch.ts';
import type { Frames } from './frames.ts';
import { kindOf } from './kind.ts';
import { GivenLayout } from './layout.ts';
import type { Beside, DumpKind } from './open-dump.ts';
import { readSymbols, type Symbols } from './symbols/symbols.ts';
import { symbolLines } from './taking/symbol-lines.ts';
import { DumpTaker } from './taking/taker.ts';

const HEAP = 0x102000;
/** A call of each kind, more processes than there are pages for, and then a fork that fails with each number of free pages down to none. */
export const everything = defineProgram({
  name: 'everything',
  bssSize: 4096,
  entries: {
    main: function* () {
      for (const address of [HEAP, HEAP, HEAP + 24, 0x300000]) yield pageAlloc(address);
      if ((yield fork()) === 0) {
        yield pageAlloc(HEAP + 4096);
        yield exit();
      }
      for (let i = 0; i < 2; i++) yield schedYield();
      for (let i = 1; i < 4; i++) yield pageAlloc(HEAP + 4096 * i);
      for (let next = 4; ; next++) {
        const pid = yield fork();
        if (pid === 0) for (;;) yield schedYield();
        if (Number(pid) < 0) yield pageAlloc(HEAP + 4096 * next);
      }
    },
  },
});

/** The symbols by which dumps of a model are read. */
export const symbolsOfModel = (view: KernelView): Symbols =>
  readSymbols(new TextEncoder().encode(`${symbolLines(view)?.join('\n')}\n`));

/** Moments that are held in memory, with a line each. */
export class TakenFrames implements Frames {
  readonly memories: Uint8Array[] = [];
  readonly lines: (string | null)[] = [];
  /** Moments of which it is not known that they follow the one before. */
  readonly gaps = new Set<number>();

  get count(): number {
    return this.memories.length;
  }

  get bytes(): number {
    return this.memories[0].length;
  }

  load(index: number, memory: Uint8Array): void {
    memory.set(this.memories[index]);
  }

  titleOf(index: number): string {
    return `event-${index}.bin`;
  }

  noteOf(index: number): string | null {
    return this.lines[index];
  }

  registersOf(): null {
    return null;
  }

  followsOn(index: number): boolean {
    return this.lines[index - 1] !== null && !this.gaps.has(index);
  }
}

/** What comes of a kernel's first `events` events, or as far as it goes; and what goes with the dumps. */
export const takenFrom = async (
  kernel: OwnKernel,
  events: number,
): Promise<{ readonly frames: TakenFrames; readonly kind: DumpKind; readonly beside: Beside }> => {
  const frames = new TakenFrames();
  const taker = new DumpTaker(kernel);
  const take = (line: string, memory: Uint8Array): void => {
    frames.memories.push(memory.slice());
    frames.lines.push(line);
  };
  taker.follow(({ line, memory }) => take(line, memory()));
  kernel.boot();
  kernel.machine.run(events * 100, events);
  take(`${frames.count} end`, taker.memory());
  const symbols = symbolsOfModel(kernel.view);
  const beside = { symbols, given: new GivenLayout(), registers: null };
  return { frames, kind: await kindOf(symbols, undefined), beside };
};
