/** What stands on the screen: the console's page of a dump, as rows of text. */
import { CONSOLE_COLUMNS, CONSOLE_ROWS, consoleCells, type Memory } from '../../hardware/hardware.ts';

const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;

/** The rows of the console, without blanks at their ends. What is no letter of ASCII shows as a blank. */
export const consoleRows = (memory: Memory): string[] => {
  const cells = consoleCells(memory);
  return Array.from({ length: CONSOLE_ROWS }, (_, row) => {
    const codes = cells.subarray(row * CONSOLE_COLUMNS, (row + 1) * CONSOLE_COLUMNS).map(letterOf);
    return String.fromCharCode.apply(null, codes as unknown as number[]).trimEnd();
  });
};

const letterOf = (cell: number): number => {
  const code = cell & 0xff;
  return code >= FIRST_PRINTABLE && code <= LAST_PRINTABLE ? code : FIRST_PRINTABLE;
};
