/** What `record` and `compare` take, and what a recording of either form needs: which kernel, and how its lines come about. */
import type { Executable } from '../../hardware/hardware.ts';
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import type { Kernel, Kind } from '../../presentation/presentation.ts';
import { BOOT_OPTIONS } from '../command-line/boot-options.ts';
import { KERNEL_OPTIONS } from '../kernels/asked-kernel.ts';

export const RECORDING_OPTIONS = {
  ...BOOT_OPTIONS,
  ...KERNEL_OPTIONS,
  programs: { type: 'string' },
  'program-seed': { type: 'string' },
  events: { type: 'string' },
  meminit: { type: 'boolean' },
  seed: { type: 'string' },
  operations: { type: 'string' },
} as const;

/** Lines of what a kernel does, and the kernel, which has not booted. */
export interface Recorder {
  readonly kernel: Kernel;
  /** Boots the kernel, and writes a line for whatever it does; ends where nobody wants more, if `write` returns false. */
  record(write: (line: string) => boolean): void;
}

/** A form of recordings: what it is about, options that mean nothing to it, and making a recorder of a kernel of its kind. */
export interface Form {
  readonly lacks: Readonly<Record<string, string>>;
  recorder(kind: Kind, values: Values): Promise<Recorder>;
  /** What parts two lines, in a sentence that speaks of a recording and a model; either may be missing. */
  explain(recorded: string | undefined, model: string | undefined): string;
  /** What the handout asks where a line stands, if that is known. */
  asks?(line: string | undefined): string | null;
  /** What of a line is compared; all of it, if not given. */
  comparable?(line: string | undefined): string | undefined;
}

/** Refuses options that the form has no use for. */
export const refuseOptions = (command: string, { lacks }: Form, values: Values): void => {
  const given = Object.keys(lacks).find((name) => values[name] !== undefined && values[name] !== false);
  if (given !== undefined) throw new UsageError(`${command}: --${given}: ${lacks[given]}`);
};

/** The programs that `--programs` names, one after the other with commas between them. Throws a UsageError. */
export const programsAsked = (kind: Kind, values: Values, examples: string): Promise<readonly Executable[]> => {
  const names = textOf(values, 'programs');
  if (names === undefined) throw new UsageError(`--programs is missing: ${examples}`);
  const seed = wholeOf(values, 'program-seed', 0, 2 ** 32 - 1);
  // A path may have a comma in it.
  return kind.programs(isPath(names) && !names.includes(',') ? [names] : names.split(','), seed);
};
