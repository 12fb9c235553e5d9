/** What a kernel and its programs wrote as text, which no memory keeps. */
import type { Machine } from '../../hardware/hardware.ts';

/** More than any screen shows. */
const MOST_TEXT = 1 << 14;

/** The text that a machine was told to write, from now on: to be kept and put back with it. */
export class WrittenText {
  /** The end of all that was written. */
  text = '';
  private marked = '';

  /** Listens to `machine` from now on. */
  constructor(machine: Machine) {
    machine.listen(
      (event) => {
        if (event.type === 'log') this.write(`${event.text}\n`);
        else if (event.type === 'output') this.write(event.text);
      },
      ['log', 'output'],
    );
  }

  /** Has `goBack` come back to what is written now. */
  mark(): void {
    this.marked = this.text;
  }

  goBack(): void {
    this.text = this.marked;
  }

  private write(text: string): void {
    this.text = (this.text + text).slice(-MOST_TEXT);
  }
}
