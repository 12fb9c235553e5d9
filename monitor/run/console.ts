/** What JOS and its programs write to the console: lines of the kernel, and the text of programs as it comes, kept until it is flushed. */
import type { Machine } from '../../hardware/hardware.ts';

export class JosConsole {
  private text = '';
  private atStartOfLine = true;

  /** Listens to `machine` from now on. */
  constructor(machine: Machine) {
    machine.listen((event) => {
      if (event.type === 'log') this.text += `${event.text}\n`;
      else if (event.type === 'output') this.text += event.text;
    });
  }

  /** Writes what came since the last flush. May wait for the reader. */
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
}
