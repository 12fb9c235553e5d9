/**
 * Traps: vectors, page-fault error codes, and the gates of the interrupt descriptor table.
 *
 * A gate is 16 bytes (Intel SDM vol. 3, 6.14.1):
 *
 *     word 0   segment selector 31..16 | handler address 15..0
 *     word 1   handler address 31..16 | P 15 | DPL 14..13 | type 11..8 (0xE: interrupt gate)
 *     word 2   handler address 63..32
 *     word 3   reserved
 *
 * At 32 bits it is the first eight of them (6.11).
 */
import { KERNEL_CODE } from './frame.ts';

export const BREAKPOINT = 3;
export const INVALID_OPCODE = 6;
export const DOUBLE_FAULT = 8;
export const GENERAL_PROTECTION = 13;
export const PAGE_FAULT = 14;
/** Physical memory that is not there: the bus answers nobody, which real machines report as a machine check. */
export const MACHINE_CHECK = 18;
/** The timer: the local APIC's as WeensyOS programs it, and IRQ 0 of JOS. */
export const TIMER_VECTOR = 32;
/** The interrupt by which 32-bit programs call the kernel: JOS's T_SYSCALL. */
export const SYSTEM_CALL_VECTOR = 0x30;
export const VECTORS = 256;
/**
 * Not of the architecture: the program itself (the TypeScript behind the text) broke the rules that make it a program.
 * Delivered without a gate; a kernel stops the process.
 */
export const PROGRAM_ERROR = 256;

/** Page-fault error code (Intel SDM vol. 3, 4.7): the page was present; a write; from user mode; reserved bit; a fetch. */
export const FAULT_PRESENT = 1;
export const FAULT_WRITE = 2;
export const FAULT_USER = 4;
export const FAULT_RESERVED = 8;
export const FAULT_FETCH = 16;

const GATE_PRESENT = 1 << 15;
const GATE_INTERRUPT = 0xe << 8;
const GATE_DPL_SHIFT = 13;
export const GATE_BYTES = 16;
export const SMALL_GATE_BYTES = 8;

/** The first two words of an interrupt gate to `handler`, which software at privilege `level` or lower may raise. */
export const gate = (handler: number, level: number): readonly [number, number] => [
  (KERNEL_CODE << 16) | (handler & 0xffff),
  ((handler >>> 16) << 16) | GATE_PRESENT | (level << GATE_DPL_SHIFT) | GATE_INTERRUPT,
];
export const gateIsPresent = (second: number): boolean => (second & GATE_PRESENT) !== 0;
export const gateHandler = (first: number, second: number): number => (second & 0xffff0000) | (first & 0xffff);
export const gateLevel = (second: number): number => (second >> GATE_DPL_SHIFT) & 3;
