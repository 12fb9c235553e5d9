/** The console is that of a PC in text mode: 25 rows of 80 cells from 0xb8000 on, each a character and its attribute. */
import { expect, test } from 'vitest';
import { CONSOLE_ADDRESS, CONSOLE_CELLS, CONSOLE_COLUMNS, CONSOLE_PAGE, CONSOLE_ROWS } from '../../hardware/console.ts';
import { consoleCells, Machine } from '../../hardware/hardware.ts';

test('it lies where that of a PC does, and has as many cells', () => {
  expect([CONSOLE_ROWS, CONSOLE_COLUMNS, CONSOLE_CELLS]).toEqual([25, 80, 2000]);
  expect([CONSOLE_ADDRESS, CONSOLE_PAGE]).toEqual([0xb8000, 0xb8]);
  const { memory } = new Machine(256, 2);
  memory.bytes.set([0x41, 0x07], 0xb8000 + 3998);
  const cells = consoleCells(memory);
  expect([cells.length, cells[1999]]).toEqual([2000, 0x0741]);
});
