/** Standard output, or a file, for what may be long: written in large pieces and at once, so that all of it survives whatever comes after. */
import { writeSync } from 'node:fs';

const STDOUT = 1;
const BUFFER_CHARACTERS = 1 << 16;

/** What is printed from now on, also by programs and kernels, goes to stderr: stdout holds what is written there by `BufferedOutput`, and nothing else. */
export const printToErrors = (): void => {
  process.stdout.write = process.stderr.write.bind(process.stderr);
};

export class BufferedOutput {
  private readonly most: number;
  private readonly file: number;
  private readonly encoding: BufferEncoding;
  private text = '';
  private open = true;

  /** Keeps at most about `most` characters that are not written yet. `file` is an open one. */
  constructor(most = BUFFER_CHARACTERS, file = STDOUT, encoding: BufferEncoding = 'latin1') {
    this.most = most;
    this.file = file;
    this.encoding = encoding;
  }

  /** Adds a line; false once the reader has gone away. May wait for the reader. */
  line(text: string): boolean {
    this.text += `${text}\n`;
    return this.text.length >= this.most ? this.flush() : this.open;
  }

  /** Writes all lines that were added; false once the reader has gone away. Waits for the reader. */
  flush(): boolean {
    let rest: Uint8Array = Buffer.from(this.text, this.encoding);
    this.text = '';
    while (this.open && rest.length > 0) rest = rest.subarray(this.write(rest));
    return this.open;
  }

  private write(bytes: Uint8Array): number {
    try {
      return writeSync(this.file, bytes);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return 0;
      if (code !== 'EPIPE') throw error;
      this.open = false;
      return 0;
    }
  }
}
