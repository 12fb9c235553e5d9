/** How a kernel that runs comes to its end: it waits for a key, or does what no kernel should. Limits are of instructions, not of time. */
import type { Pc } from './emulator.ts';

const INTERRUPT_FLAG = 0x200;
/** Status of the first serial port, and of the keyboard: who waits for a key asks them over and over. */
const ASKED_FOR_KEYS: readonly number[] = [0x3fd, 0x64];
/** So often nobody asks who does not wait. */
const MANY_QUESTIONS = 5_000;
/** Between two signs of life. The checks of a lab take a few millions at 8 MiB. */
const MOST_INSTRUCTIONS = 200_000_000;
/** Between two events, in bytes. */
const MOST_PRINTED = 1 << 18;
/** So often in a row a kernel that waits for an interrupt is woken by nothing, 100 milliseconds of its clock each. */
const MOST_IDLE = 600;

export class Endings {
  /** As it follows "the kernel"; null while it may go on. */
  ending: string | null = null;
  isWrong = false;
  private readonly pc: Pc;
  private questions = 0;
  private printedBytes = 0;
  private hasPrinted = false;
  private idle = 0;
  private lastSign = 0;

  constructor(pc: Pc) {
    this.pc = pc;
    for (const port of ASKED_FOR_KEYS) {
      const entry = pc.cpu.io.ports[port];
      const { read8, device } = entry;
      entry.read8 = () => {
        this.questions++;
        return read8.call(device);
      };
    }
  }

  /** Lets the machine run for a while, and sees whether that was the end. */
  run(): void {
    try {
      this.pc.run();
    } catch (error) {
      if ((error as Error).name !== 'RuntimeError') throw error;
      return this.end('brought on a fault that it has no handler for (a triple fault: a PC starts anew)');
    }
    this.seeHalt();
    if (this.printedBytes > MOST_PRINTED) this.end('prints without end');
    if (this.pc.instructions - this.lastSign > MOST_INSTRUCTIONS) this.end(this.silence());
  }

  /** Whether it does nothing but ask for a key. */
  get isWaiting(): boolean {
    return this.questions > MANY_QUESTIONS;
  }

  /** It waits, and no key will come. */
  waited(): null {
    this.ending = 'waits for a key';
    return null;
  }

  printed(): void {
    this.printedBytes++;
    this.hasPrinted = true;
    this.sign();
  }

  typed(): void {
    this.printedBytes = 0;
    this.sign();
  }

  stopped(): void {
    this.printedBytes = 0;
    this.idle = 0;
    this.sign();
  }

  private sign(): void {
    this.questions = 0;
    this.lastSign = this.pc.instructions;
  }

  private seeHalt(): void {
    const { cpu } = this.pc;
    if (cpu.in_hlt[0] === 0) this.idle = 0;
    else if ((cpu.flags[0] & INTERRUPT_FLAG) === 0) this.end('halted, closed to interrupts');
    else if (++this.idle > MOST_IDLE) this.end('halted, and waits for an interrupt that does not come');
  }

  private silence(): string {
    const millions = MOST_INSTRUCTIONS / 1_000_000;
    return this.hasPrinted
      ? `went on for ${millions} million instructions without an event, a letter or a question for a key (this machine has one processor)`
      : `never came to print anything, nor to an event, within ${millions} million instructions`;
  }

  private end(ending: string): void {
    this.ending ??= ending;
    this.isWrong = true;
  }
}
