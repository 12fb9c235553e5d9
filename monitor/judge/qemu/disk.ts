/** The disk from which a machine is started: that it boots, and that it has the kernel whose symbols are given. */
import { closeSync, openSync, readSync } from 'node:fs';
import { codeIn, type DumpKind, UnusableDump } from '../../../specs/judging-dumps.ts';
import type { Entry } from './entries.ts';

const SECTOR = 512;
/** A disk from which a PC boots has these two bytes at the end of its first sector. */
const SIGNATURE = 0xaa55;
/** The courses' disks have less, and the kernel behind the first sector. */
const MOST_BYTES = 1 << 25;
/** So many bytes of a function are those of no other. */
const CODE_BYTES = 64;

/** Throws an UnusableDump, if the file `image` is no disk from which a machine boots, or has not the code that `symbols`, a file, say of `events`. */
export const checkDisk = (
  image: string,
  symbols: Uint8Array,
  events: readonly Pick<Entry, 'name' | 'address'>[],
  { system }: DumpKind,
): void => {
  const disk = beginningOf(image);
  if (disk.length < SECTOR || disk.readUInt16LE(SECTOR - 2) !== SIGNATURE)
    throw new UnusableDump(
      'is no disk from which a machine boots: give weensyos.img of WeensyOS, or obj/kern/kernel.img of JOS',
    );
  const missing = events.find(({ address }) => {
    const code = codeIn(symbols, address, CODE_BYTES);
    return code !== null && !disk.includes(Buffer.from(code));
  });
  if (missing !== undefined)
    throw new UnusableDump(
      `is not the disk of the kernel whose symbols are given, which is a ${system}: the code of ${missing.name} is nowhere on it. ${PAIRS}`,
    );
};

const PAIRS =
  'Give what one make has left: weensyos.img with obj/kernel.full of WeensyOS, obj/kern/kernel.img with obj/kern/kernel of JOS';

const beginningOf = (image: string): Buffer => {
  const descriptor = openSync(image, 'r');
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    let length = 0;
    for (let count = -1; length < MOST_BYTES && count !== 0; length += count)
      count = readSync(descriptor, bytes, length, MOST_BYTES - length, length);
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
};
