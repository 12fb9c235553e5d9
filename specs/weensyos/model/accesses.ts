/** What an operation of a program touches: ranges of its memory, to be read or to be written. */
import { operation } from '../../../hardware/hardware.ts';

export interface Access {
  readonly address: number;
  /** In bytes. */
  readonly size: number;
  readonly isStore: boolean;
}

const LOADS: Readonly<Record<number, number>> = {
  [operation.LOAD8]: 1,
  [operation.LOAD16]: 2,
  [operation.LOAD32]: 4,
};
const STORES: Readonly<Record<number, number>> = {
  [operation.STORE8]: 1,
  [operation.STORE16]: 2,
  [operation.STORE32]: 4,
};

/** The ranges that an operation of `kind` touches, the first to be touched first; none of what is no access to memory. */
export const accessesOf = (kind: number, [first, second, length]: Float64Array): readonly Access[] => {
  const [load, store] = [LOADS[kind], STORES[kind]];
  if (load !== undefined) return [{ address: first, size: load, isStore: false }];
  if (store !== undefined) return [{ address: first, size: store, isStore: true }];
  if (kind === operation.FILL) return [{ address: first, size: length, isStore: true }];
  if (kind === operation.SCAN) return [{ address: first, size: length, isStore: false }];
  if (kind !== operation.COPY) return [];
  return [
    { address: second, size: length, isStore: false },
    { address: first, size: length, isStore: true },
  ];
};
