/** The file of a kernel: whether this machine can run it, and at which of its functions it is stopped. */
import type { Symbols } from '../../dumps/symbols/symbols.ts';
import { UnusableDump } from '../../dumps/unusable.ts';
import { LAB2_CALLS } from '../lab2-calls.ts';
import { type Hooked, hookable } from './calls.ts';
import type { Processor } from './emulator.ts';

const ELF = 0x464c457f;
const CLASS_64 = 2;
const I386 = 3;
const LOADED = 1;
/** The multiboot specification, 3.1: magic, flags and checksum, at a multiple of four in the first 8 KiB. */
const MULTIBOOT = 0x1badb002;
const HEADER_WITHIN = 8192;

/** Throws an UnusableDump that begins with a verb: why `file` is no kernel for a machine with `bytes` of memory. */
export const checkKernelFile = (file: Uint8Array, bytes: number): void => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 4 || view.getUint32(0, true) !== ELF)
    throw new UnusableDump('is no ELF file: it should be the file that make leaves in obj/kern/kernel');
  if (file[4] === CLASS_64)
    throw new UnusableDump(
      'is a kernel of 64 bits, as those of WeensyOS are, and the machine here has 32: give weensyos.img, which QEMU runs, with --symbols obj/kernel.full; or judge dumps of it (ringfence judge --gdb-script weensyos)',
    );
  if (file.length < 0x34 || view.getUint16(0x12, true) !== I386)
    throw new UnusableDump('is an ELF file for another processor');
  if (!hasMultibootHeader(view))
    throw new UnusableDump(
      'has no multiboot header in its first 8 KiB, by which it could be started without a boot loader: kern/entry.S of JOS has one. Is it the kernel, obj/kern/kernel?',
    );
  checkSegments(view, bytes);
};

const hasMultibootHeader = (view: DataView): boolean => {
  for (let at = 0; at + 12 <= Math.min(HEADER_WITHIN, view.byteLength); at += 4) {
    const word = (index: number): number => view.getUint32(at + index * 4, true);
    if (word(0) === MULTIBOOT && ((word(0) + word(1) + word(2)) | 0) === 0) return true;
  }
  return false;
};

/** What is loaded lies in the file, and fits into memory. */
const checkSegments = (view: DataView, bytes: number): void => {
  const [start, size, count] = [view.getUint32(0x1c, true), view.getUint16(0x2a, true), view.getUint16(0x2c, true)];
  for (let i = 0; i < count; i++) {
    const at = start + i * size;
    if (at + 32 > view.byteLength) throw new UnusableDump(CUT_OFF);
    const [type, offset, , physical, inFile, inMemory] = [0, 4, 8, 12, 16, 20].map((field) =>
      view.getUint32(at + field, true),
    );
    if (type !== LOADED) continue;
    if (offset + inFile > view.byteLength) throw new UnusableDump(CUT_OFF);
    if (physical + inMemory > bytes)
      throw new UnusableDump(
        `is to be loaded at 0x${physical.toString(16)}, where ${bytes >> 20} MiB have no room for it: JOS is linked for 0xf0100000, and loaded at 0x100000`,
      );
  }
};

const CUT_OFF = 'is an ELF file that was cut off: what is to be loaded lies behind its end';

/** The first function that runs an environment, at which the table of gates is in force; null in lab 2. Throws an UnusableDump if it cannot be stopped there. */
export const firstRun = (cpu: Processor, symbols: Symbols): Hooked | null => {
  if (symbols.find('envs') === null) return null;
  const found = ['env_run', 'env_pop_tf'].map((name) => hookable(cpu, symbols, name, 0));
  const first = found.find((one) => one != null);
  if (first == null) throw new UnusableDump(`has no env_run at which it could be stopped: ${AS_BUILT}`);
  return first;
};

/** Those without which nothing is to be seen. */
const NEEDED: readonly string[] = ['page_alloc', 'page_insert'];

/** The functions of lab 2 that are there. Throws an UnusableDump if one that is needed cannot be stopped at. */
export const stopsOf = (cpu: Processor, symbols: Symbols): Hooked[] =>
  Object.entries(LAB2_CALLS).flatMap(([name, count]) => {
    const found = hookable(cpu, symbols, name, count);
    if (found == null && NEEDED.includes(name))
      throw new UnusableDump(
        found === null
          ? `has no function ${name}, at whose calls it would be stopped`
          : `cannot be stopped at ${name}: ${AS_BUILT}`,
      );
    return found == null ? [] : [found];
  });

const AS_BUILT =
  'functions must begin with push %ebp; mov %esp,%ebp, as they do with the flags of the course (-O1 -fno-omit-frame-pointer)';
