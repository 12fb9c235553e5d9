/** Progress of what takes long, on stderr: on a terminal one line that is rewritten, elsewhere a line now and then. */

const TERMINAL_MILLISECONDS = 500;
const PLAIN_MILLISECONDS = 5000;

export class ProgressLine {
  private readonly terminal = process.stderr.isTTY === true;
  private last = performance.now();
  private told = false;

  /** Tells what `line` gives, if it is time. */
  tell(line: () => string): void {
    const now = performance.now();
    if (now - this.last < (this.terminal ? TERMINAL_MILLISECONDS : PLAIN_MILLISECONDS)) return;
    this.last = now;
    this.told = true;
    process.stderr.write(this.terminal ? `\r\x1b[K${line()}` : `${line()}\n`);
  }

  /** Takes the line away again. */
  done(): void {
    if (this.told && this.terminal) process.stderr.write('\r\x1b[K');
  }
}
