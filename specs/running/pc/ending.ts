/** How a kernel that runs comes to its end: it waits for a key, or does what no kernel should. Limits are of instructions, not of time. */
import type { Pc } from './emulator.ts';

const INTERRUPT_FLAG = 0x200;
/** Status of the first serial port, and of the keyboard: who waits for a key asks them over and over. */
const ASKED_FOR_KEYS: readonly number[] = [0x3fd, 0x64];
/** So often nobody asks who does not wait. */
const MANY_QUESTIONS = 5_000;
/** What a kernel may do before it is said to have no end. */
export interface Patience {
  /** Instructions between two signs of life: an event, a letter, a question for a key. */
  readonly instructions: number;
  /** Letters between two events. */
  readonly letters: number;
}

/** The checks of a lab take a few million instructions at 8 MiB; who prints a line for each page prints a hundred thousand letters. */
const USUAL: Patience = { instructions: 200_000_000, letters: 1 << 18 };
const UNSEEN = ', and has printed nothing to its serial port, which is its console here';
/** So often in a row a kernel that waits for an interrupt is woken by nothing, 100 milliseconds of its clock each. */
const MOST_HALTS = 600;

/** Keys that are typed before the machine is let run for the time that `run` says, counted from 0. */
export interface Typed {
  readonly run: number;
  readonly text: string;
}

export class Endings {
  /** As it follows "the kernel"; null while it may go on. */
  ending: string | null = null;
  isWrong = false;
  /** What was typed, and how often the machine had been let run by then: who types the same sees the same. */
  readonly typed: Typed[] = [];
  private readonly pc: Pc;
  private readonly patience: Patience;
  private runs = 0;
  private questions = 0;
  private letters = 0;
  private hasPrinted = false;
  private halts = 0;
  private lastSign = 0;

  constructor(pc: Pc, patience = USUAL) {
    this.pc = pc;
    this.patience = patience;
    for (const port of ASKED_FOR_KEYS) {
      const entry = pc.cpu.io.ports[port];
      const { read8, device } = entry;
      entry.read8 = () => {
        this.questions++;
        return read8.call(device);
      };
    }
  }

  /** Types what of `keys` is due now. */
  replay(keys: readonly Typed[]): void {
    for (const { run, text } of keys) if (run === this.runs) this.type(text);
  }

  /** Lets the machine run for a while, and unless it stands at an event then, sees whether that was the end. */
  run(isStanding: () => boolean): void {
    const idle = this.runUntilIdle();
    if (isStanding() || this.ending !== null) return;
    if (this.pc.cpu.in_hlt[0] === 0) this.halts = 0;
    else this.seeHalt(idle);
    if (this.letters > this.patience.letters) this.end('prints without end');
    if (this.pc.instructions - this.lastSign > this.patience.instructions) this.end(this.silence());
  }

  private runUntilIdle(): number {
    this.runs++;
    try {
      return this.pc.run();
    } catch (error) {
      if ((error as Error).name !== 'RuntimeError') throw error;
      this.end('brought on a fault that it has no handler for (a triple fault: a PC starts anew)');
      return 0;
    }
  }

  /** Whether it does nothing but ask for a key. */
  get isWaiting(): boolean {
    return this.questions > MANY_QUESTIONS;
  }

  /** It is not to go on: it waits, and no key will come; or somebody has seen enough. */
  leave(): null {
    this.ending = this.isWaiting ? `waits for a key${this.hasPrinted ? '' : UNSEEN}` : 'was interrupted';
    return null;
  }

  printed(): void {
    this.letters++;
    this.hasPrinted = true;
    this.sign();
  }

  type(text: string): void {
    this.letters = 0;
    this.sign();
    this.typed.push({ run: this.runs, text });
    this.pc.type(text);
  }

  stopped(): void {
    this.letters = 0;
    this.halts = 0;
    this.sign();
  }

  private sign(): void {
    this.questions = 0;
    this.lastSign = this.pc.instructions;
  }

  private seeHalt(idle: number): void {
    if ((this.pc.cpu.flags[0] & INTERRUPT_FLAG) === 0) this.end('halted, closed to interrupts');
    else if (++this.halts > MOST_HALTS) this.end('halted, and waits for an interrupt that does not come');
    this.pc.pass(idle);
  }

  private silence(): string {
    const millions = this.patience.instructions / 1_000_000;
    return this.hasPrinted
      ? `went on for ${millions} million instructions without an event, a letter or a question for a key (this machine has one processor)`
      : `never came to print anything, nor to an event, within ${millions} million instructions`;
  }

  private end(ending: string): void {
    this.ending ??= ending;
    this.isWrong = true;
  }
}
