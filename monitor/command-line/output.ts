/** Standard output for what may be long: written in large pieces and at once, so that all of it survives whatever comes after. */
import { writeSync } from 'node:fs';

const STDOUT = 1;
const BUFFER_CHARACTERS = 1 << 16;

export class BufferedOutput {
  private readonly most: number;
  private text = '';
  private open = true;

  /** Keeps at most about `most` characters that are not written yet. */
  constructor(most = BUFFER_CHARACTERS) {
    this.most = most;
  }

  /** Adds a line of Latin-1 text; false once the reader has gone away. May wait for the reader. */
  line(text: string): boolean {
    this.text += `${text}\n`;
    return this.text.length >= this.most ? this.flush() : this.open;
  }

  /** Writes all lines that were added; false once the reader has gone away. Waits for the reader. */
  flush(): boolean {
    let rest: Uint8Array = Buffer.from(this.text, 'latin1');
    this.text = '';
    while (this.open && rest.length > 0) rest = rest.subarray(this.write(rest));
    return this.open;
  }

  private write(bytes: Uint8Array): number {
    try {
      return writeSync(STDOUT, bytes);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return 0;
      if (code !== 'EPIPE') throw error;
      this.open = false;
      return 0;
    }
  }
}
