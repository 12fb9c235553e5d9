/**
 * What things cost, in cycles of one core. Orders of magnitude of a desktop x86-64 core; where no manual gives a number it
 * is chosen, so that ratios (a walk against a hit, a trap against a call) come out as on real machines.
 */

/** One user operation, besides its memory accesses. Source: one simple instruction a cycle. */
export const INSTRUCTION = 1;
/** A load, store or fetch that hits the TLB. Source: Intel optimization manual, L1 hit latency 4 to 5. */
export const ACCESS = 4;
/** Each page-table entry that a walk loads. Chosen: an L2 hit. */
export const WALK_LOAD = 14;
/** One word moved or scanned by a string operation or a kernel block move. Chosen: REP moves 4 to 32 bytes a cycle. */
export const WORD_MOVED = 0.25;
/** Entry by an exception or interrupt: gate, stack switch, saving of all registers. Chosen, after measurements of 150 to 600. */
export const TRAP = 300;
/** Entry by `syscall`, registers saved. Chosen, after published measurements of about 70 to 100 for the pair. */
export const SYSTEM_CALL = 80;
/** `iretq` to ring 3. Chosen. */
export const RETURN = 120;
/** A load of CR3, besides the misses that follow. Chosen. */
export const LOAD_CR3 = 100;
/** INVLPG. Chosen: 100 to 200 measured by others. */
export const INVLPG = 120;
/** One step of kernel code that no access charges: a call with its tests. Chosen. */
export const KERNEL_STEP = 10;
/** One turn of the idle loop. Chosen: a pause and a port read. */
export const IDLE_TURN = 200;
