/**
 * The first device page: the CPU's and the devices' registers, as word offsets from `memory.registers`.
 *
 *       0 .. 47   the running frame (frame.ts)
 *      48 .. 63   control registers, descriptor bases, run state
 *      64 .. 71   timer
 *      72 .. 95   keyboard
 */
export const CR0 = 48;
export const CR2 = 49;
/** High word of CR2. */
export const CR2_HIGH = 50;
export const CR3 = 51;
export const CR4 = 52;
export const EFER = 53;
/** Stack pointer that a trap from ring 3 loads: RSP0 of the task-state segment (Intel SDM vol. 3, 8.7). */
export const KERNEL_STACK = 54;
/** Base of the interrupt descriptor table. */
export const IDTR = 55;
/** Where `syscall` enters the kernel: the LSTAR register (Intel SDM vol. 3, 5.8.8). */
export const LSTAR = 56;
/** One of the run states below. */
export const RUN_STATE = 57;
/** Number of the process whose program is running: which thread the next operation comes from. */
export const SLOT = 58;
/** Privilege level, 0 or 3: the low bits of cs, kept apart because every access asks. */
export const PRIVILEGE = 59;

export const TIMER_MODE = 64;
export const TIMER_PERIOD = 65;
/** Events still to come before the tick, in the timer's event mode. */
export const TIMER_COUNTDOWN = 66;

export const KEYBOARD_HEAD = 72;
export const KEYBOARD_TAIL = 73;
export const KEYBOARD_BUFFER = 74;
export const KEYBOARD_CAPACITY = 16;

/** CR0.WP: supervisor writes honour read-only pages (Intel SDM vol. 3, 2.5). CR0.PG is not modelled: paging is always on. */
export const CR0_WP = 1 << 16;
/** CR4.PSE: an entry of a page directory may map 4 MiB (i386 paging). */
export const CR4_PSE = 1 << 4;
/** CR4.PGE: global pages survive a load of CR3. */
export const CR4_PGE = 1 << 7;
/** EFER.NXE: bit 63 of an entry forbids fetches. */
export const EFER_NXE = 1 << 11;

/** Run states: executing; nothing runnable; kernel panic; powered off; triple fault. */
export const RUNNING = 0;
export const IDLE = 1;
export const PANICKED = 2;
export const POWERED_OFF = 3;
export const TRIPLE_FAULTED = 4;
