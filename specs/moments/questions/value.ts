/** Values of questions, their types, and how they are written. */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/kernel.ts';

/** Null stands for what there is not: the physical address of what is not mapped, who runs when nobody does. */
export type Value = number | string | boolean | null;

/** An address is a number, and holds as a condition if it is there; so does the number of a process. A number holds unless it is 0, as in C. */
export type Type = 'number' | 'address' | 'pid' | 'condition' | 'text';

export const isNumeric = (type: Type): boolean => type === 'number' || type === 'address' || type === 'pid';

/** Whether a value of that type holds as a condition. */
export const holds = (value: Value, type: Type): boolean =>
  type === 'number' ? value !== null && value !== 0 : value !== null && value !== false;

/** What `value` is written as, for people. */
export const valueText = (value: Value, type: Type, view: KernelView): string => {
  if (value === null) return 'none';
  if (typeof value !== 'number') return typeof value === 'string' ? value : value ? 'yes' : 'no';
  if (type === 'pid') return view.labelOf?.(value) ?? String(value);
  if (type === 'address') return hexOf(value);
  return Number.isInteger(value) && Math.abs(value) >= PAGE_SIZE ? `${value} (${hexOf(value)})` : String(value);
};

export const hexOf = (value: number): string => `${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16)}`;
