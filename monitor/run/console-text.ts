/** What a kernel and its programs write as text: lines of the kernel, and the text of programs as it comes. */
import type { Machine } from '../../hardware/hardware.ts';

/** More than any screen shows. */
const MOST_KEPT = 1 << 14;

export class ConsoleText {
  /** What is not printed yet, and the end of all that came. */
  private text = '';
  private kept = '';
  private atStartOfLine = true;

  /** Listens to `machine` from now on. */
  constructor(machine: Machine) {
    const types = ['log', 'output'] as const;
    machine.listen((event) => {
      if (event.type === 'log') this.add(`${event.text}\n`);
      else if (event.type === 'output') this.add(event.text);
    }, types);
  }

  /** Prints what came since the last flush. May wait for the reader. */
  flush(): void {
    if (this.text === '') return;
    this.atStartOfLine = this.text.endsWith('\n');
    process.stdout.write(this.text);
    this.text = '';
  }

  /** The same, and ends the line if a program has not. */
  end(): void {
    this.flush();
    if (!this.atStartOfLine) process.stdout.write('\n');
  }

  /** The last lines that were written. */
  lines(): string[] {
    const lines = this.kept.split('\n');
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  }

  private add(text: string): void {
    this.text += text;
    this.kept = (this.kept + text).slice(-MOST_KEPT);
  }
}
