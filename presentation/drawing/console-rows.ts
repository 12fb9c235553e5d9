/** The console in memory as text. */
import { CONSOLE_COLUMNS, consoleCells, type Memory } from '../../hardware/hardware.ts';

/** Its rows, from above, without the blanks at their ends. */
export const consoleRows = (memory: Memory): string[] => {
  const letters = Array.from(consoleCells(memory), (cell) => String.fromCharCode(cell & 0xff)).join('');
  return Array.from({ length: letters.length / CONSOLE_COLUMNS }, (_, row) =>
    letters
      .slice(row * CONSOLE_COLUMNS, (row + 1) * CONSOLE_COLUMNS)
      .replaceAll('\0', ' ')
      .trimEnd(),
  );
};
