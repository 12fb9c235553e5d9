/** An export on its way to where it is written: begun before a kernel boots, ended when its run is over. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import {
  Cast,
  type CastOptions,
  ChromeTrace,
  type Ending,
  type Exporter,
  Stacks,
  type System,
  type Write,
} from '../../presentation/presentation.ts';
import { STREAM } from '../command-line/options.ts';
import { Destination } from './destination.ts';
import type { Format } from './options.ts';

/** What is exported: a kernel that has not booted, what it is called, and how casts of it are drawn. */
export interface Subject {
  readonly system: System;
  readonly kernelName: string;
  readonly cast: CastOptions;
}

export class Writing {
  private readonly destination: Destination;
  private readonly exporter: Exporter;

  /** Throws a UsageError for a `path` that cannot be written. */
  constructor({ system, kernelName, cast }: Subject, format: Format, path: string) {
    this.destination = new Destination(format, path);
    const write: Write = (line) => this.destination.line(line);
    const make: Readonly<Record<Format, () => Exporter>> = {
      trace: () => new ChromeTrace(system, kernelName, write),
      stacks: () => new Stacks(system.kernel, write),
      cast: () => new Cast(system, cast, write),
    };
    this.exporter = make[format]();
  }

  /** Ends it, and returns a line that says what was written. */
  end(ending: Ending): string {
    const what = this.exporter.end(ending);
    this.destination.close();
    const { path } = this.destination;
    return `   ${path === STREAM ? 'standard output' : path}: ${what}`;
  }

  /** Refuses, once all is written, what was asked for and came to nothing. Throws a UsageError. */
  check(): void {
    const complaint = this.exporter.complaint?.() ?? null;
    if (complaint !== null) throw new UsageError(complaint);
  }
}
