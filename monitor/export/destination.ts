/** Where an export is written: a file, or standard output. */
import { closeSync, openSync } from 'node:fs';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { STREAM } from '../command-line/options.ts';
import { BufferedOutput } from '../command-line/output.ts';

export class Destination {
  /** As the command line gives it. */
  readonly path: string;
  private readonly option: string;
  private readonly file: number | null;
  private readonly output: BufferedOutput;

  /** Opens what `option` asks for, better before a long run than after it. Throws a UsageError if that cannot be written. */
  constructor(option: string, path: string) {
    this.option = option;
    this.path = path;
    this.file = path === STREAM ? null : this.tried(() => openSync(path, 'w'));
    this.output = new BufferedOutput(undefined, this.file ?? undefined, 'utf8');
  }

  /** Adds a line. Ends the process if whoever reads it has gone: nobody wants the rest. */
  line(text: string): void {
    if (!this.tried(() => this.output.line(text))) process.exit(0);
  }

  close(): void {
    this.tried(() => this.output.flush());
    if (this.file !== null) closeSync(this.file);
  }

  private tried<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(`--${this.option} ${this.path}: cannot be written (${code})`);
    }
  }
}
