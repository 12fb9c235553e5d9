/** What the programs of WeensyOS do with the pages they allocate. */
import { type Operation, scan, store8, store16 } from '../hardware/operation.ts';
import * as abi from '../kernel/weensyos/abi.ts';
import { assertionFailed } from './assertion.ts';

/**
 * Virtual address, in bytes, of a cell of the console, which every program may write; `row` from 0 to 24, `column` from 0 to 79, unchecked.
 */
export const consoleCell = (row: number, column: number): number => abi.CONSOLE_ADDR + (row * 80 + column) * 2;

const LAST_CELL = consoleCell(24, 79);

/** Checks that the fresh page at `va` is all zero, writes `mark` to its first byte, and shows it in the screen's corner. */
export function* markFreshPage(program: string, va: number, mark: number): Generator<Operation, void, number> {
  if ((yield scan(va, 0, abi.PAGESIZE)) !== abi.PAGESIZE) yield* assertionFailed(program, '*l == 0');
  yield store8(va, mark);
  yield store16(LAST_CELL, mark);
}
