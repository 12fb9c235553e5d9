/** The console of a kernel that runs here: what it prints is shown, and what is typed goes to it, if this is a terminal. */
import { harmless } from '../../../presentation/screen/line.ts';
import type { Interruption } from '../../limits/interruption.ts';

const CTRL_C = '\x03';
/** Letters that move the place where the next one goes, as kernels print them; JOS wipes a letter out by backspace, space, backspace. */
const MOVES = '\n\r\b\t';

export class KernelConsole {
  /** Whether keys can be typed. */
  readonly isInteractive: boolean;
  private readonly isShown: boolean;
  private readonly interruption: Interruption;
  private text = '';
  private last = '';
  private typed = '';
  private wake: (() => void) | null = null;
  private readonly hear = (data: string): void => {
    if (data.includes(CTRL_C)) this.interruption.note();
    this.typed += data.split(CTRL_C)[0];
    this.wake?.();
  };
  private readonly onExit = (): void => this.close();

  constructor(isShown: boolean, interruption: Interruption) {
    this.isShown = isShown;
    this.interruption = interruption;
    this.isInteractive = isShown && process.stdin.isTTY === true && process.stdout.isTTY === true;
  }

  open(): void {
    if (!this.isInteractive) return;
    process.stdin.setEncoding('utf8').on('data', this.hear);
    process.stdin.setRawMode(true);
    process.stdin.resume();
    process.on('exit', this.onExit);
  }

  /** Gives the terminal back, at the beginning of a line with an empty one above it. */
  close(): void {
    this.show();
    if (this.isShown && this.last !== '') process.stdout.write(this.last === '\n' ? '\n' : '\n\n');
    this.last = '';
    if (!this.isInteractive) return;
    process.stdin.off('data', this.hear).pause();
    process.off('exit', this.onExit);
    try {
      process.stdin.setRawMode(false);
    } catch {
      // The terminal is gone, and its modes with it.
    }
  }

  /** Shows a letter that the kernel prints, a little later. */
  print(letter: string): void {
    this.text += MOVES.includes(letter) ? letter : harmless(letter);
  }

  /** Shows what was printed so far. */
  show(): void {
    if (this.isShown && this.text !== '') process.stdout.write(this.text);
    this.last = this.text.at(-1) ?? this.last;
    this.text = '';
  }

  /** What was typed since this was asked last. If nothing was, it waits for that, or for Ctrl-C, if it `isToWait`; else a moment, for others. */
  async keys(isToWait: boolean): Promise<string> {
    this.show();
    await new Promise<void>((resolve) => {
      if (isToWait && this.typed === '' && !this.interruption.isAsked) {
        this.wake = resolve;
        void this.interruption.asked.then(resolve);
      } else setImmediate(resolve);
    });
    const { typed } = this;
    this.typed = '';
    return typed;
  }
}
