/** Progress of a long run, on stderr: on a terminal one line that is rewritten, elsewhere a line now and then. */
import { counter } from '../hardware/hardware.ts';
import type { WeensyKernel } from '../kernel/kernel.ts';

const TERMINAL_MILLISECONDS = 500;
const PLAIN_MILLISECONDS = 5000;

export class Progress {
  private readonly kernel: WeensyKernel;
  private readonly terminal = process.stderr.isTTY === true;
  private last = performance.now();
  private told = false;

  constructor(kernel: WeensyKernel) {
    this.kernel = kernel;
  }

  /** System calls and timer interrupts until now. */
  get events(): number {
    return this.kernel.machine.counters[counter.EVENTS];
  }

  /** Tells how far the run is, if it is time. */
  tell(): void {
    const now = performance.now();
    if (now - this.last < (this.terminal ? TERMINAL_MILLISECONDS : PLAIN_MILLISECONDS)) return;
    this.last = now;
    this.told = true;
    const free = this.kernel.view.freePages();
    const line = `${this.events.toLocaleString('en-US')} events, ${free} pages free`;
    process.stderr.write(this.terminal ? `\r\x1b[K${line}` : `${line}\n`);
  }

  /** Takes the line away again. */
  done(): void {
    if (this.told && this.terminal) process.stderr.write('\r\x1b[K');
  }
}
