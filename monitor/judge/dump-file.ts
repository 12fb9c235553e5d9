/** Files of dumps: found, in the order of their names, and read in pieces into the memory of a machine, packed or not. */
import {
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import { type Machine, PAGE_SIZE } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { checkSize, type DumpKind, machineFor, UnusableDump } from '../../specs/judging-dumps.ts';

const PIECE = 1 << 20;
/** Names that dumps have. */
const DUMP = /\.(?:bin|dump|raw|mem|core)(?:\.gz)?$|\.gz$/i;
const GZIP = 0x8b1f;
const ELF = 0x464c457f;

/** The dumps that `names` name: files as they are given, folders by the numbers in the names of what is in them. Throws a UsageError. */
export const dumpFiles = (names: readonly string[]): string[] =>
  names.flatMap((name) => (isFolder(name) ? inFolder(name) : [name]));

const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;

const inFolder = (folder: string): string[] => {
  const files = dumpsNamed(readdirSync(folder));
  if (files.length === 0)
    throw new UsageError(`judge ${folder}: there is no dump in that folder (a file that ends in .bin, or .bin.gz)`);
  return files.map((name) => join(folder, name));
};

/** Whether `name` is that of a dump, or of a folder in which there are some. */
export const isOfDumps = (name: string): boolean => {
  try {
    return isFolder(name) ? dumpsNamed(readdirSync(name)).length > 0 : DUMP.test(name);
  } catch {
    // A folder that may not be read: whoever opens it says so.
    return true;
  }
};

/** Those of `names` that are dumps, in the order of their numbers. */
export const dumpsNamed = (names: readonly string[]): string[] =>
  names.filter((name) => DUMP.test(name)).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** Whether `file` is one that a linker wrote. Throws the error of a file that cannot be read. */
export const isElfFile = (file: string): boolean => {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(4);
    return readSync(descriptor, start, 0, 4, 0) === 4 && start.readUInt32LE(0) === ELF;
  } finally {
    closeSync(descriptor);
  }
};

/** The number at the end of a file's name, by which lines beside a series refer to it; null if there is none. */
export const numberOf = (file: string): number | null => {
  const [, digits] = /(\d+)(?=\D*$)/.exec(basename(file).replace(/\.\w+(?:\.gz)?$/, '')) ?? [];
  return digits === undefined ? null : Number(digits);
};

/** Whether the number of `file` is the next after that of `before`. */
export const isNumberedNext = (before: string, file: string): boolean => {
  const number = numberOf(before);
  return number !== null && numberOf(file) === number + 1;
};

/**
 * A machine with the dump in `file` in its memory: one of `spare`, made for dumps of this kind, if it fits. Throws an UnusableDump that begins with a
 * verb, or the error of a file that cannot be read.
 */
export const loaded = async (file: string, kind: DumpKind, spare: readonly Machine[] = []): Promise<Machine> => {
  const { size, isPacked } = measured(file);
  checkMeasured(size, isPacked);
  const fitting = spare.find(({ memory }) => memory.ramPages * PAGE_SIZE === size);
  const machine = fitting ?? machineFor(size, kind.paging, kind.slots);
  const memory = machine.memory.bytes.subarray(0, size);
  if (isPacked) await unpack(file, memory);
  else readInto(file, memory);
  return machine;
};

/**
 * The same at once, into `memory`, which has as many bytes as dumps of its series. Throws an UnusableDump that begins with a verb, or the error of a file
 * that cannot be read.
 */
export const loadInto = (file: string, memory: Uint8Array): void => {
  const { size, isPacked } = measured(file);
  checkMeasured(size, isPacked);
  if (size !== memory.length)
    throw new UnusableDump(`has ${size} bytes of memory, and others of its series ${memory.length}`);
  if (isPacked) memory.set(unpackedAtOnce(file, size));
  else readInto(file, memory);
};

/** How many bytes of memory the dump in `file` holds. Throws as `loadInto` does. */
export const sizeOf = (file: string): number => {
  const { size, isPacked } = measured(file);
  checkMeasured(size, isPacked);
  return size;
};

const checkMeasured = (size: number, isPacked: boolean): void => {
  try {
    checkSize(size);
  } catch (error) {
    if (!isPacked || !(error instanceof UnusableDump)) throw error;
    throw new UnusableDump(
      `is packed (gzip), and cut off, damaged, or no dump: by its end it holds ${size} bytes, and memory of WeensyOS has 0x200000, of JOS as many as -m says`,
    );
  }
};

/** How many bytes of memory `file` holds; packed, what its last four bytes say (RFC 1952, 2.3.1). */
const measured = (file: string): { readonly size: number; readonly isPacked: boolean } => {
  const descriptor = openSync(file, 'r');
  try {
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) throw new UnusableDump('is a folder');
    const ends = Buffer.alloc(8);
    readSync(descriptor, ends, 0, 4, 0);
    if (ends.readUInt32LE(0) === ELF)
      throw new UnusableDump('is an ELF file, and no plain memory: save it with pmemsave, from address 0');
    const isPacked = ends.readUInt16LE(0) === GZIP;
    if (!isPacked) return { size: stat.size, isPacked };
    if (stat.size >= 18) readSync(descriptor, ends, 4, 4, stat.size - 4);
    return { size: ends.readUInt32LE(4), isPacked };
  } finally {
    closeSync(descriptor);
  }
};

const readInto = (file: string, memory: Uint8Array): void => {
  const descriptor = openSync(file, 'r');
  try {
    for (let at = 0; at < memory.length; ) {
      const count = readSync(descriptor, memory, at, Math.min(PIECE, memory.length - at), at);
      if (count === 0) throw new UnusableDump('became shorter while it was read: is it still being written?');
      at += count;
    }
  } finally {
    closeSync(descriptor);
  }
};

const unpack = async (file: string, memory: Uint8Array): Promise<void> => {
  let at = 0;
  try {
    for await (const piece of createReadStream(file).pipe(createGunzip({ chunkSize: PIECE }))) {
      if (at + piece.length > memory.length) throw new UnusableDump(DAMAGED);
      memory.set(piece, at);
      at += piece.length;
    }
  } catch (error) {
    if (error instanceof UnusableDump || !/^Z_|^ERR_/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new UnusableDump(DAMAGED);
  }
  if (at !== memory.length) throw new UnusableDump(DAMAGED);
};

const unpackedAtOnce = (file: string, size: number): Uint8Array => {
  const packed = readFileSync(file);
  try {
    // In one piece: pieces would be put together by copying all of them.
    const memory = gunzipSync(packed, { maxOutputLength: size, chunkSize: size });
    if (memory.length === size) return memory;
  } catch (error) {
    if (!/^Z_|^ERR_/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  throw new UnusableDump(DAMAGED);
};

const DAMAGED = 'is packed (gzip), and damaged or cut off';
