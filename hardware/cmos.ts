/**
 * The battery-backed memory of a PC, as far as it tells how much memory there is: bytes that the firmware left there, in units of KiB
 * and, above 16 MiB, of 64 KiB. Numbers of two bytes have their low byte at the lower address.
 */
import { PAGE_SIZE } from './address.ts';

const BASE = 0x15;
const EXTENDED = 0x17;
const ABOVE_16_MIB = 0x34;

const KIB = 1024;
const BASE_KIB = 640;
const MIB_KIB = 1024;
/** What fits in two bytes. */
const MOST = 0xffff;

/**
 * The bytes behind ports 0x70 and 0x71, as far as they tell the size of memory: base memory and extended memory in KiB, above 16 MiB in 64
 * KiB. Other bytes are 0.
 */
export class Cmos {
  private readonly bytes = new Uint8Array(128);

  /** The CMOS of a machine with `ramPages` pages of memory. */
  constructor(ramPages: number) {
    const ramKib = (ramPages * PAGE_SIZE) / KIB;
    this.put(BASE, Math.min(BASE_KIB, ramKib));
    this.put(EXTENDED, Math.min(MOST, Math.max(0, ramKib - MIB_KIB)));
    this.put(ABOVE_16_MIB, Math.min(MOST, Math.max(0, Math.floor((ramKib - 16 * MIB_KIB) / 64))));
  }

  /** The byte at `register`, 0 where the firmware left nothing. */
  read(register: number): number {
    return this.bytes[register & 0x7f];
  }

  private put(register: number, value: number): void {
    this.bytes[register] = value & 0xff;
    this.bytes[register + 1] = value >> 8;
  }
}
