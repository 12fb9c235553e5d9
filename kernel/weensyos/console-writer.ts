/**
 * Text on the console, written by the kernel at its kernel address. The cursor is in the page's last word, where programs
 * share it. A line that ends is blanked to its end; the screen scrolls when a character is due below the last row.
 */
import { BLANK_CELL, CONSOLE_CELLS, CONSOLE_COLUMNS, type Supervisor, va } from '../../hardware/hardware.ts';
import { CONSOLE_ADDR } from './abi.ts';

const CURSOR = va(CONSOLE_ADDR + 0xffc);
const SPACE = 0x20;

export class ConsoleWriter {
  private readonly supervisor: Supervisor;

  constructor(supervisor: Supervisor) {
    this.supervisor = supervisor;
  }

  /** Blanks the screen; the cursor goes to its start. */
  clear(): void {
    for (let cell = 0; cell < CONSOLE_CELLS; cell++) this.put(cell, BLANK_CELL);
    this.supervisor.store32(CURSOR, 0);
  }

  /** Writes all cells of a screen. */
  cells(cells: Uint16Array): void {
    for (const [cell, value] of cells.entries()) this.put(cell, value);
  }

  /** Prints lines of `text` from the start of `row` on, and leaves the cursor below them. */
  print(row: number, attribute: number, text: string): void {
    let cell = row * CONSOLE_COLUMNS;
    for (const character of `${text}\n`) cell = this.printCharacter(cell, attribute, character);
    this.supervisor.store32(CURSOR, cell);
  }

  private printCharacter(at: number, attribute: number, character: string): number {
    let cell = at;
    while (cell >= CONSOLE_CELLS) cell = this.scroll(cell);
    if (character !== '\n') {
      this.put(cell, (attribute << 8) | character.charCodeAt(0));
      return cell + 1;
    }
    do this.put(cell++, (attribute << 8) | SPACE);
    while (cell % CONSOLE_COLUMNS !== 0);
    return cell;
  }

  private scroll(cell: number): number {
    for (let i = 0; i < CONSOLE_CELLS; i++) {
      const below = i + CONSOLE_COLUMNS;
      this.put(i, below < CONSOLE_CELLS ? this.supervisor.load16(va(CONSOLE_ADDR + below * 2)) : BLANK_CELL);
    }
    return cell - CONSOLE_COLUMNS;
  }

  private put(cell: number, value: number): void {
    this.supervisor.store16(va(CONSOLE_ADDR + cell * 2), value);
  }
}
