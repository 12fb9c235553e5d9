/** Defining programs: what TypeScript a program consists of, and what image stands for it in memory. */
import { checkLayout, type Executable, type ImageLayout, type Position } from '../hardware/hardware.ts';
import type { Entry, Program } from '../hardware/operation.ts';
import * as abi from '../kernel/weensyos/abi.ts';
import { GeneratorPosition } from './generator-position.ts';
import { WitnessedPosition } from './witnessed-position.ts';

const NOTHING = new Uint8Array(0);
const DEFAULT_TEXT = 4096;

/** What `defineProgram` makes an image of. Sizes and addresses are in bytes; what does not fit is a RangeError. */
export interface ProgramOptions {
  readonly name: string;
  /** Entry points by name; the program starts at the first. Others are reached by `jump`. */
  // biome-ignore lint/suspicious/noExplicitAny: entries take whatever registers they are jumped to with.
  readonly entries: Readonly<Record<string, (...registers: any[]) => Program>>;
  /** Address of the first byte of text. */
  readonly base?: number;
  /** Bytes of text. */
  readonly textSize?: number;
  /** Bytes that follow the text, read-only. */
  readonly readOnlyData?: Uint8Array;
  /** Bytes of initialized data, from the first page after text and read-only data on. */
  readonly data?: Uint8Array;
  /** Bytes of zeros after the data. */
  readonly bssSize?: number;
}

/** A program that can be installed in a machine: its layout, and positions to execute it from. */
export class ProgramFile implements Executable {
  readonly layout: ImageLayout;
  /** The generator functions that it consists of; null if it is none of generators. */
  readonly entries: readonly Entry[] | null;
  private readonly create: () => Position;

  constructor(layout: ImageLayout, create: () => Position, entries: readonly Entry[] | null = null) {
    checkLayout(layout);
    this.layout = layout;
    this.entries = entries;
    this.create = create;
  }

  start(): Position {
    return this.create();
  }
}

/** The layout of a program that says no more than its name and entries: one page of text at 0x100000. */
export const layoutOf = (options: ProgramOptions): ImageLayout => ({
  name: options.name,
  base: options.base ?? abi.PROC_START_ADDR,
  textSize: options.textSize ?? DEFAULT_TEXT,
  readOnlyData: options.readOnlyData ?? NOTHING,
  data: options.data ?? NOTHING,
  bssSize: options.bssSize ?? 0,
  entryNames: Object.keys(options.entries),
});

/**
 * Defines a program of generator functions. They must depend only on their registers and on what their operations return:
 * a fork repeats what was done since the last jump.
 */
export const defineProgram = (options: ProgramOptions): ProgramFile => {
  const entries = Object.values(options.entries) as Entry[];
  return new ProgramFile(layoutOf(options), () => new GeneratorPosition(entries), entries);
};

/**
 * `program`, each process of which has a witness: `anew` gives the same program, as its file has it when it is imported once more. Who does not
 * repeat itself then is stopped.
 */
export const witnessedProgram = (program: ProgramFile, anew: () => ProgramFile): ProgramFile => {
  const { layout, entries } = program;
  if (entries === null) return program;
  const start = (): Position => {
    const own: Entry[] = [];
    return new WitnessedPosition(
      new GeneratorPosition(entries),
      new GeneratorPosition(own),
      own,
      () => anew().entries ?? [],
    );
  };
  return new ProgramFile(layout, start, entries);
};
