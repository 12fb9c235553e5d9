/**
 * The register frame: what a trap saves and a return restores, 48 words, moved as one block. The CPU's own registers have
 * the same layout, in the machine's first device page.
 *
 *     word   0    2    4    6    8   10   12   14   16 .. 28   30   32   34     36       38   40  42     44   46
 *          +----+----+----+----+----+----+----+----+---------+----+----+------+---------+----+---+------+----+----+
 *          | rax| rcx| rdx| rbx| rbp| rsi| rdi| r8 | r9..r15 | fs | gs |vector|errorcode| rip| cs|rflags| rsp| ss |
 *          +----+----+----+----+----+----+----+----+---------+----+----+------+---------+----+---+------+----+----+
 *
 * Each register is 64 bits: low word first. The order is that of WeensyOS's `regstate`.
 */
export const FRAME_WORDS = 48;
export const FRAME_BYTES = FRAME_WORDS * 4;

export const RAX = 0;
export const RCX = 2;
export const RDX = 4;
export const RBX = 6;
export const RBP = 8;
export const RSI = 10;
export const RDI = 12;
export const R8 = 14;
export const R9 = 16;
export const R10 = 18;
export const R11 = 20;
export const FS = 30;
export const GS = 32;
export const VECTOR = 34;
export const ERROR_CODE = 36;
export const RIP = 38;
export const CS = 40;
export const RFLAGS = 42;
export const RSP = 44;
export const SS = 46;

/** Where the System V ABI passes the first six integers of a call. */
export const ARGUMENT_REGISTERS: readonly number[] = [RDI, RSI, RDX, RCX, R8, R9];
/** Where a system call finds its arguments. */
export const SYSTEM_CALL_REGISTERS: readonly number[] = [RDI, RSI, RDX];

/** Interrupt flag of rflags (Intel SDM vol. 1, 3.4.3.3). */
export const FLAG_INTERRUPT = 0x200;
/** Code and data segment of programs, privilege level 3; the kernel's code segment is privilege level 0. */
export const USER_CODE = 0x1b;
export const USER_DATA = 0x23;
export const KERNEL_CODE = 0x08;

const WORD = 2 ** 32;

/** The high word of a register that holds the integer `value`, -2^53 <= value <= 2^53. */
export const highWord = (value: number): number => ((value | 0) === value ? value >> 31 : Math.floor(value / WORD) | 0);

/** The integer that a register of the two words holds, as a signed number; beyond 2^53 it is rounded. */
export const joinWords = (low: number, high: number): number => (high === low >> 31 ? low : high * WORD + (low >>> 0));
