/**
 * Operations: what a program can ask of the machine, one at a time. A constructor such as `load8` writes the operation into
 * one shared slot and returns its kind, a small number, which the program yields at once; nothing is allocated.
 * The slot lives only from the constructor to the `yield` that follows: the CPU counts what was made in between, so an
 * operation that is made and not yielded, or yielded twice, is noticed.
 */
declare const operation: unique symbol;

/** An operation just made. Yield it, and the value of the `yield` is what the operation returns. */
export type Operation = number & { readonly [operation]: true };

/** A program's entry point: a generator function that yields operations; it ends with `exit` or by returning a `jump`. */
// biome-ignore lint/suspicious/noConfusingVoidType: a generator that ends without `return` returns void; the machine answers it.
export type Program = Generator<Operation, Operation | void, number>;
/** An entry of a program: makes its generator of the registers that a jump carries, whole numbers. */
export type Entry = (...registers: number[]) => Program;

export const SYSTEM_CALL = 1;
export const LOAD8 = 2;
export const LOAD16 = 3;
export const LOAD32 = 4;
export const STORE8 = 5;
export const STORE16 = 6;
export const STORE32 = 7;
export const FILL = 8;
export const SCAN = 9;
export const COPY = 10;
export const COMPUTE = 11;
export const SOFTWARE_INTERRUPT = 12;
export const DISABLE_INTERRUPTS = 13;
export const HALT = 14;
export const PORT_IN = 15;
export const PORT_OUT = 16;
export const LOAD_CR3 = 17;
export const INVALIDATE_PAGE = 18;
export const GO_TO = 19;
export const JUMP = 20;
export const CHOOSE = 21;
export const STACK_POINTER = 22;
export const SET_STACK_POINTER = 23;
export const ADDRESS_OF = 24;

const NAMES = (
  ' systemCall load8 load16 load32 store8 store16 store32 fill scan copy compute softwareInterrupt disableInterrupts ' +
  'halt portIn portOut loadCr3 invalidatePage goTo jump choose stackPointer setStackPointer addressOf'
).split(' ');

/** The constructor of operations of `kind`, by name. */
export const operationName = (kind: number): string => NAMES[kind] ?? `operation ${kind}`;

/** How many operands an operation of each kind has; a jump has its count of registers, and then those. */
const OPERANDS: readonly number[] = [0, 6, 1, 1, 1, 2, 2, 2, 3, 3, 3, 1, 1, 0, 0, 1, 2, 1, 1, 1, 1, 1, 0, 1, 1];

/** The operands of an operation, out of what the slot holds. */
export const operandsOf = (kind: number, operands: Float64Array): number[] =>
  Array.from(operands.subarray(0, (OPERANDS[kind] ?? 0) + (kind === JUMP ? operands[0] : 0)));

/** Whether operations of `kind` are loads, stores or string operations. */
export const movesData = (kind: number): boolean => kind >= LOAD8 && kind <= COPY;

/** Registers that `jump` can carry: those that pass the arguments of a call. */
export const MOST_REGISTERS = 6;

export interface OperationSlot {
  kind: number;
  /** Operations made since the program was last resumed. */
  made: number;
  /** The entry that a jump goes to, or whose address is asked for: its function, or its index once a position has resolved it. */
  target: Entry | number;
  /** Operands in the order of the constructor's parameters; for a jump, the registers' count and then the registers. */
  readonly operands: Float64Array;
}

/** The shared slot. Nothing in it outlives the resumption of a program that wrote it. */
export const slot: OperationSlot = { kind: 0, made: 0, target: 0, operands: new Float64Array(8) };

const make = (kind: number, a: number, b: number, c: number): Operation => {
  slot.kind = kind;
  slot.made += 1;
  const { operands } = slot;
  operands[0] = a;
  operands[1] = b;
  operands[2] = c;
  return kind as Operation;
};

/**
 * Calls the kernel: `number` in rax, arguments in registers; returns rax as the kernel left it. At 64 bits by `syscall`, with three
 * arguments in rdi, rsi and rdx, and rcx and r11 clobbered; at 32 bits by `int 0x30`, with five in edx, ecx, ebx, edi and esi, and what
 * it returns is signed. Kernels' wrappers (`getpid`, `sysPageMap`, …) carry the contracts.
 */
export const systemCall = (number: number, a = 0, b = 0, c = 0, d = 0, e = 0): Operation => {
  const { operands } = slot;
  operands[3] = c;
  operands[4] = d;
  operands[5] = e;
  return make(SYSTEM_CALL, number, a, b);
};

/** Loads 8, 16 or 32 bits at `va`, unsigned, low byte first. Any alignment; page fault where `va` may not be read. */
export const load8 = (va: number): Operation => make(LOAD8, va, 0, 0);
/** Loads 16 bits, little-endian, at any alignment; page fault where `va` may not be read. */
export const load16 = (va: number): Operation => make(LOAD16, va, 0, 0);
/** Loads 32 bits, little-endian, without a sign, at any alignment; page fault where `va` may not be read. */
export const load32 = (va: number): Operation => make(LOAD32, va, 0, 0);

/** Stores the low 8, 16 or 32 bits of `value` at `va`; returns 0. Any alignment; page fault where `va` may not be written. */
export const store8 = (va: number, value: number): Operation => make(STORE8, va, value, 0);
/** Stores the low 16 bits of `value` at `va`, little-endian; returns 0. Page fault where `va` may not be written, and nothing is stored. */
export const store16 = (va: number, value: number): Operation => make(STORE16, va, value, 0);
/** Stores the low 32 bits of `value` at `va`, little-endian; returns 0. Page fault where `va` may not be written, and nothing is stored. */
export const store32 = (va: number, value: number): Operation => make(STORE32, va, value, 0);

/** A string operation; none of its bytes is done yet. */
const makeString = (kind: number, a: number, b: number, length: number): Operation => {
  slot.operands[3] = 0;
  return make(kind, a, b, length);
};

/** Sets `length` bytes from `va` on to `value` (REP STOSB); returns 0. A fault leaves the pages before it written. */
export const fill = (va: number, value: number, length: number): Operation => makeString(FILL, va, value, length);
/** Returns the offset of the first of `length` bytes from `va` on that differs from `value`, or `length` (REPE SCASB). */
export const scan = (va: number, value: number, length: number): Operation => makeString(SCAN, va, value, length);
/** Copies `length` bytes upwards from `source` to `target` (REP MOVSB); returns 0. */
export const copy = (target: number, source: number, length: number): Operation =>
  makeString(COPY, target, source, length);

/** Keeps the CPU busy for `cycles`; returns 0. */
export const compute = (cycles: number): Operation => make(COMPUTE, cycles, 0, 0);

/**
 * Returns a number from 0 to `alternatives` - 1, which the machine's oracle chooses (oracle.ts): 0 if there is none. A program
 * that branches on it is explored both ways.
 */
export const choose = (alternatives: number): Operation => make(CHOOSE, alternatives, 0, 0);

/** `int vector`: refused at ring 3 with a general-protection fault, unless the gate's level allows it. */
export const softwareInterrupt = (vector: number): Operation => make(SOFTWARE_INTERRUPT, vector, 0, 0);
/** Instructions of ring 0, which a program may try: each is refused with a general-protection fault. */
export const disableInterrupts = (): Operation => make(DISABLE_INTERRUPTS, 0, 0, 0);
/** `hlt`: waits for an interrupt. Privileged: a general-protection fault in a program. */
export const halt = (): Operation => make(HALT, 0, 0, 0);
/** `in`: reads a byte of `port`. Privileged: a general-protection fault in a program. */
export const portIn = (port: number): Operation => make(PORT_IN, port, 0, 0);
/** `out`: writes the low byte of `value` to `port`. Privileged: a general-protection fault in a program. */
export const portOut = (port: number, value: number): Operation => make(PORT_OUT, port, value, 0);
/** Loads CR3 with the physical address `root`. Privileged: a general-protection fault in a program. */
export const loadCr3 = (root: number): Operation => make(LOAD_CR3, root, 0, 0);
/** `invlpg`: makes the TLB forget the page of `va`. Privileged: a general-protection fault in a program. */
export const invalidatePage = (va: number): Operation => make(INVALIDATE_PAGE, va, 0, 0);
/** A jump to a bare address: runs what the bytes there say, which is a fault unless an entry of a program lies there. */
export const goTo = (va: number): Operation => make(GO_TO, va, 0, 0);

/** Returns the stack pointer. Programs keep their locals elsewhere: it says on which stack the kernel put what it hands over. */
export const stackPointer = (): Operation => make(STACK_POINTER, 0, 0, 0);
/** Sets the stack pointer to `va`; returns 0. */
export const setStackPointer = (va: number): Operation => make(SET_STACK_POINTER, va, 0, 0);

/** Returns the address where the text of `entry`, another entry of the same program, starts. */
export const addressOf = (entry: (...registers: never[]) => Program): Operation => {
  slot.target = entry as Entry;
  return make(ADDRESS_OF, 0, 0, 0);
};

/**
 * Continues at another entry of the same program, with at most six registers. To be returned, not yielded:
 * `return jump(loop, heap, 0)`. Locals do not survive, and neither does the log that forks replay: jump once a turn.
 */
export const jump = (entry: (...registers: never[]) => Program, ...registers: number[]): Operation => {
  const kind = make(JUMP, registers.length, 0, 0);
  slot.target = entry as Entry;
  if (registers.length <= MOST_REGISTERS)
    for (let i = 0; i < registers.length; i++) slot.operands[i + 1] = registers[i];
  return kind;
};
