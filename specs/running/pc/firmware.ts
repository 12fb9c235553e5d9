/**
 * What a PC's firmware leaves in memory, and kernels read: how much memory lies below the hole for devices, and which processors there are
 * (MultiProcessor Specification 1.4, chapter 4): one, with its interrupt controller. Nothing else of firmware is here.
 */

/** Where the BIOS data area has the kilobytes of base memory. */
const BASE_MEMORY = 0x413;
const BASE_KILOBYTES = 640;
/** In the hole for devices, where kernels look for such tables at multiples of 16. */
const POINTER = 0xf1000;
const TABLE = 0xf1010;
const LOCAL_APIC = 0xfee00000;
const TABLE_BYTES = 44;
const PROCESSOR_BYTES = 20;
/** A processor that can be used, and from which the machine starts. */
const BOOTS = 3;

/** Puts it into `memory`, which is physical memory from address 0 on. */
export const leaveFirmware = (memory: Uint8Array): void => {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  view.setUint16(BASE_MEMORY, BASE_KILOBYTES, true);
  put(memory, POINTER, '_MP_');
  view.setUint32(POINTER + 4, TABLE, true);
  view.setUint8(POINTER + 8, 1);
  view.setUint8(POINTER + 9, 4);
  seal(memory, POINTER, 16, 10);
  put(memory, TABLE, 'PCMP');
  view.setUint16(TABLE + 4, TABLE_BYTES + PROCESSOR_BYTES, true);
  view.setUint8(TABLE + 6, 4);
  view.setUint16(TABLE + 34, 1, true);
  view.setUint32(TABLE + 36, LOCAL_APIC, true);
  view.setUint8(TABLE + TABLE_BYTES + 3, BOOTS);
  seal(memory, TABLE, TABLE_BYTES + PROCESSOR_BYTES, 7);
};

const put = (memory: Uint8Array, at: number, text: string): void =>
  memory.set(
    Array.from(text, (letter) => letter.charCodeAt(0)),
    at,
  );

/** Sets the byte at `offset` so that all `bytes` bytes add up to 0. */
const seal = (memory: Uint8Array, at: number, bytes: number, offset: number): void => {
  const sum = memory.subarray(at, at + bytes).reduce((total, byte) => total + byte, 0);
  memory[at + offset] = -sum & 0xff;
};
