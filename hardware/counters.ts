/**
 * Cycle counts and statistics. They stand apart from the machine's words, because they do not decide what a state is;
 * marks and snapshots carry a copy. One Float64Array, so that a count past 2^31 changes no representation.
 */

export const CYCLES = 0;
/** Cycle at which the timer fires next; -Infinity when it is due now, Infinity when off. */
export const DEADLINE = 1;
/** Cycle up to which cycles were credited to somebody. */
export const CREDITED = 2;
export const TLB_HITS = 3;
export const TLB_MISSES = 4;
export const WALK_LOADS = 5;
export const FLUSHES = 6;
export const OPERATIONS = 7;
export const SYSTEM_CALLS = 8;
export const FAULTS = 9;
export const INTERRUPTS = 10;
export const CONTEXT_SWITCHES = 11;
/** System calls and timer interrupts: the events that recordings count. */
export const EVENTS = 12;
/** Questions that the oracle was asked (oracle.ts). */
export const QUESTIONS_ASKED = 13;
const FIRST_SLOT = 16;

/** Per process slot, from `slotCounter`: cycles in user mode, cycles in the kernel on its behalf, system calls. */
export const USER_CYCLES = 0;
export const KERNEL_CYCLES = 1;
export const SLOT_SYSTEM_CALLS = 2;
const SLOT_FIELDS = 4;

export const slotCounter = (slot: number, field: number): number => FIRST_SLOT + slot * SLOT_FIELDS + field;
export const countersFor = (slots: number): Float64Array => new Float64Array(FIRST_SLOT + slots * SLOT_FIELDS);
