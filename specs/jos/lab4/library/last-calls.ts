/** Where in the user's own library the last system calls of a run were made: asked once it is known that something goes wrong. */
import { counter, type MachineEvent, operation, ProgramError } from '../../../../hardware/hardware.ts';
import type { JosLab4 } from '../../../../kernel/kernel.ts';
import { InvariantBroken } from '../../../judge/checker.ts';
import { ownFrame } from '../../../judge/own-frame.ts';
import { inThousands } from '../../../thousands.ts';

/** So many are told, at most. */
const MOST_TOLD = 4;
const FEW = 9;

interface Call {
  /** As the life of a page tells it. */
  readonly when: string;
  readonly text: string;
  /** Made where the call was. */
  readonly made: Error;
}

export class LastCalls {
  private readonly kernel: JosLab4;
  private readonly calls: Call[] = [];
  /** Made where the last operation was, since the last system call: by a program first, and then by its witness. */
  private made: Error | null = null;
  /** Made where the last operations were, whatever they were. */
  private latest: readonly Error[] = [];

  constructor(kernel: JosLab4) {
    this.kernel = kernel;
  }

  /** To be told of every event while `run` runs. */
  hear(event: MachineEvent): void {
    if (event.type !== 'system call' || this.made === null) return;
    const { view, machine } = this.kernel;
    const described = view.calls.find(({ number }) => number === event.number);
    const words = machine.execution.callArguments().slice(0, described?.arguments.length ?? 0);
    const name = described?.name ?? `system call ${event.number}`;
    const text = `${name}(${words.map(wordText).join(', ')}) of ${view.nameOf(view.pidOf(event.slot))}`;
    const cycle = inThousands(Math.floor(machine.counters[counter.CYCLES]));
    this.calls.push({ when: `cycle ${cycle}: `, text, made: this.made });
    this.made = null;
  }

  /** Runs `run`, which may throw, and notes where its operations are made. */
  follow(run: () => void): void {
    try {
      whileMade((kind) => {
        const here = new Error('an operation');
        this.latest = [here, ...this.latest.slice(0, MOST_TOLD)];
        if (kind === operation.SYSTEM_CALL) this.made ??= here;
      }, run);
    } catch {
      // What goes wrong is known.
    }
  }

  /** The last calls that code of the user's own made before `error`, oldest first, in lines: those in the life of the page at fault, and the last. */
  linesFor(error: Error): string[] {
    const lives = error instanceof InvariantBroken ? error.pageHistory : [];
    const own: string[] = [];
    for (const { when, text, made } of this.calls.toReversed()) {
      if (own.length === MOST_TOLD) break;
      if (own.length > 0 && !lives.some((line) => line.startsWith(when))) continue;
      const frame = ownFrame(made.stack ?? '');
      if (frame !== undefined) own.unshift(`  ${when}${text}, at ${frame}`);
    }
    const last =
      error instanceof ProgramError ? this.latest.flatMap(({ stack = '' }) => ownFrame(stack) ?? [])[0] : undefined;
    if (last !== undefined) own.push(`  its last operation was made at ${last}`);
    return own.length === 0 ? [] : ['where the library was:', ...own];
  }
}

const wordText = (word: number): string => (word > FEW ? `0x${word.toString(16)}` : String(word));

/** Runs `run`, and tells `made` of each operation where it is made, and of which kind it is: the shared slot of operations is watched meanwhile. */
const whileMade = (made: (kind: number) => void, run: () => void): void => {
  const { slot } = operation;
  let { kind } = slot;
  const watched = {
    get: () => kind,
    set(value: number) {
      kind = value;
      made(value);
    },
  };
  Object.defineProperty(slot, 'kind', { ...watched, configurable: true, enumerable: true });
  try {
    run();
  } finally {
    Object.defineProperty(slot, 'kind', { value: kind, writable: true, configurable: true, enumerable: true });
  }
};
