/** The first moment of a real kernel's life in which something is wrong: in its memory, on its screen, or in what the event before it did. */
import { machineFor } from './dump.ts';
import type { Frames } from './frames.ts';
import { isWrong, type Judgement, judgeDump } from './judgement.ts';
import type { Beside, DumpKind } from './open-dump.ts';
import { withTransition } from './transitions/transition.ts';
import { UnusableDump } from './unusable.ts';

/** A moment that was judged. */
export interface JudgedFrame {
  readonly index: number;
  readonly judgement: Judgement;
}

/** Judges all moments of `frames` in their order; those that cannot be used are passed over. What is given is void after the next but one. */
export async function* judgedFrames(frames: Frames, kind: DumpKind, beside: Beside): AsyncGenerator<JudgedFrame> {
  const machines = [0, 1].map(() => machineFor(frames.bytes, kind.paging, kind.slots));
  let before: JudgedFrame | null = null;
  for (let index = 0; index < frames.count; index++)
    try {
      const machine = machines[index % 2];
      frames.load(index, machine.memory.bytes.subarray(0, frames.bytes));
      const registers = beside.registers ?? frames.registersOf(index);
      const alone: Judgement = await judgeDump(kind, machine, { ...beside, registers }, before?.judgement);
      const last: JudgedFrame | null =
        before?.index === index - 1 && frames.followsOn?.(index) !== false ? before : null;
      const judgement: Judgement =
        last === null ? alone : withTransition(kind, last.judgement, frames.noteOf(index - 1), alone);
      before = { index, judgement };
      yield before;
    } catch (error) {
      if (!(error instanceof UnusableDump)) throw error;
    }
}

/** The first in which something is wrong; null if nothing is wrong in any of them. */
export const firstWrong = async (frames: Frames, kind: DumpKind, beside: Beside): Promise<JudgedFrame | null> => {
  for await (const judged of judgedFrames(frames, kind, beside)) if (isWrong(judged.judgement)) return judged;
  return null;
};
