/** Dumps of a model's physical memory, such as are taken of a real kernel: of a moment, or one at each entry into the kernel. */
import {
  CONSOLE_ADDRESS,
  CONSOLE_COLUMNS,
  CONSOLE_ROWS,
  PAGE_SIZE,
  PLAIN_ATTRIBUTE,
} from '../../../hardware/hardware.ts';
import type { Watched } from '../../../kernel/kernel.ts';
import { followStops } from './stops.ts';

/** One dump of a series. */
export interface TakenDump {
  /** Which one it is, from 0. */
  readonly number: number;
  /** That number, and what comes next. */
  readonly line: string;
  /** All of physical memory, from address 0. To be asked while the dump is given: it is the machine's own, and goes on. */
  memory(): Uint8Array;
}

/** Follows a kernel from before its boot on. What the kernel prints where the model has no screen is on the dumps' screen. */
export class DumpTaker {
  private readonly kernel: Watched;
  private text = '';
  private taken = 0;

  constructor(kernel: Watched) {
    this.kernel = kernel;
    kernel.machine.listen(
      (event) => this.hear(event.type === 'log' ? `${event.text}\n` : event.type === 'output' ? event.text : ''),
      ['log', 'output'],
    );
  }

  /** Has `take` given a dump of each moment at which a real kernel is stopped. */
  follow(take: (dump: TakenDump) => void): void {
    followStops(this.kernel, (next) => take(this.dump(next)));
  }

  /** The dump of this moment, after which comes `next`. */
  dump(next: string): TakenDump {
    const number = this.taken++;
    return { number, line: `${number} ${next}`, memory: () => this.memory() };
  }

  /** All of physical memory as it is now. It is the machine's own unless there is something to put on the screen. */
  memory(): Uint8Array {
    const { bytes, ramPages } = this.kernel.machine.memory;
    const all = bytes.subarray(0, ramPages * PAGE_SIZE);
    if (this.text === '' || all[CONSOLE_ADDRESS + 1] !== 0) return all;
    const copy = all.slice();
    copy.set(screenOf(this.text), CONSOLE_ADDRESS);
    return copy;
  }

  private hear(text: string): void {
    this.text = (this.text + text).slice(-MOST_KEPT);
  }
}

/** More than any screen shows. */
const MOST_KEPT = 1 << 12;

/** The cells of a screen that the last lines of `text` fill, a character and its attribute each. */
const screenOf = (text: string): Uint8Array => {
  const wide = new RegExp(`.{1,${CONSOLE_COLUMNS}}`, 'g');
  const lines = text
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((line) => line.match(wide) ?? ['']);
  const shown = lines.slice(-CONSOLE_ROWS).map((line) => line.padEnd(CONSOLE_COLUMNS));
  const characters = shown.join('').padEnd(CONSOLE_ROWS * CONSOLE_COLUMNS);
  return Uint8Array.from({ length: characters.length * 2 }, (_, i) =>
    i % 2 === 0 ? characters.charCodeAt(i / 2) : PLAIN_ATTRIBUTE,
  );
};
