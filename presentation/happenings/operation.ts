/** One operation of a program in words: what a step by operation has done, if it did not enter the kernel. */
import { frame, type Machine, operation } from '../../hardware/hardware.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;

/** How many operands each operation shows; the first is an address unless it is `compute`'s. Others show none. */
const OPERANDS: Readonly<Record<number, number>> = {
  [operation.LOAD8]: 1,
  [operation.LOAD16]: 1,
  [operation.LOAD32]: 1,
  [operation.STORE8]: 2,
  [operation.STORE16]: 2,
  [operation.STORE32]: 2,
  [operation.FILL]: 3,
  [operation.SCAN]: 3,
  [operation.COPY]: 3,
  [operation.COMPUTE]: 1,
  [operation.GO_TO]: 1,
};
const WITH_RESULT: readonly number[] = [operation.LOAD8, operation.LOAD16, operation.LOAD32, operation.SCAN];
/** Operands that are addresses, by kind. */
const addressesOf = (kind: number): number => (kind === operation.COPY ? 2 : kind === operation.COMPUTE ? 0 : 1);

/** The operation that was executed last. To be called right after it, before any program is resumed. */
export const operationText = (machine: Machine, nameOf: (slot: number) => string): string => {
  const { kind, operands } = operation.slot;
  const { slot } = machine.cpu;
  if (kind === operation.JUMP) return `${nameOf(slot)}: jump to ${machine.threadOf(slot)?.entryName}`;
  const shown = [...operands.slice(0, OPERANDS[kind] ?? 0)];
  const words = shown.map((value, i) => (i < addressesOf(kind) ? hex(value) : String(value)));
  const result = WITH_RESULT.includes(kind) ? ` = ${machine.cpu.get(frame.RAX) >>> 0}` : '';
  return `${nameOf(slot)}: ${operation.operationName(kind)}(${words.join(', ')})${result}`;
};
