/**
 * The terminal while the live screen has it: raw mode, the alternate screen, keys, size. It owns that the terminal is given back as it
 * was, however the run ends: `close` is idempotent and also runs when the process exits. Signals are left to signals.ts.
 */
import { EMPTY_SCREEN, type Size } from '../../presentation/presentation.ts';
import { LEAVE } from './leave.ts';

/** The alternate screen, and that. */
const ENTER = `\x1b[?1049h${EMPTY_SCREEN}`;
/** For a terminal that does not say how large it is. */
const USUAL_SIZE: Size = { columns: 80, rows: 24 };

export class Terminal {
  /** Grows when all that was drawn may be gone: the terminal was resized, or somebody else had it meanwhile. */
  generation = 0;
  /** The user's terminal is no longer there. */
  gone = false;
  private isOpen = false;
  /** The real one: while the terminal is open, others who write are held back (prints.ts). */
  private readonly send = process.stdout.write.bind(process.stdout);
  private typed = '';
  private wake: (() => void) | null = null;

  private readonly onData = (data: string): void => {
    this.typed += data;
    this.wake?.();
  };
  private readonly onResize = (): void => {
    this.generation++;
    this.wake?.();
  };
  private readonly onGone = (): void => {
    this.gone = true;
    this.wake?.();
  };
  private readonly onExit = (): void => this.close();

  get size(): Size {
    const { columns, rows } = process.stdout;
    return columns > 0 && rows > 0 ? { columns, rows } : USUAL_SIZE;
  }

  /** Takes the terminal, or takes it anew after it was suspended. Standard input and output must be terminals. */
  open(): void {
    const { stdin, stdout } = process;
    if (!this.isOpen) {
      this.isOpen = true;
      stdin.setEncoding('utf8').on('data', this.onData).on('end', this.onGone).on('error', this.onGone);
      stdout.on('resize', this.onResize);
      process.on('exit', this.onExit);
    }
    // A mode that is already set is not set again, though a shell may have changed it while the process was stopped.
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    stdin.resume();
    this.send(ENTER);
    this.generation++;
  }

  /** Gives the terminal back. Does nothing if it was given back before. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { stdin, stdout } = process;
    stdin.off('data', this.onData).off('end', this.onGone).off('error', this.onGone).pause();
    stdout.off('resize', this.onResize);
    process.off('exit', this.onExit);
    this.send(LEAVE);
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal is gone, and its modes with it.
    }
  }

  /** Writes `text`; nothing while the terminal is not ours, as for a moment before the process is stopped. */
  write(text: string): void {
    if (this.isOpen && text !== '') this.send(text);
  }

  /** Waits until something is typed or happens to the terminal, at most for `milliseconds`; resolves to what was typed. */
  async listen(milliseconds: number): Promise<string> {
    if (this.typed === '') await this.sleep(milliseconds);
    const { typed } = this;
    this.typed = '';
    return typed;
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }
}
