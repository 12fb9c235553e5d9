/** A terminal as far as the monitor writes to one: what stands on its screen, and in which colours, after some output. */

/** A character, and the colours that it was written in as the sequence that set them has them; empty for what was never written. */
export interface Cell {
  readonly character: string;
  readonly colours: string;
}

const BLANK: Cell = { character: ' ', colours: '' };
/** What is obeyed: going to a row and column, setting colours, emptying the screen; and modes that change no cell. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that terminals obey.
const SEQUENCE = /\x1b\[(\??)([\d;]*)([A-Za-z])|([^\x1b])/gu;

export class TerminalScreen {
  readonly rows: Cell[][];
  private row = 0;
  private column = 0;
  private colours = '';
  private readonly columns: number;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = Array.from({ length: rows }, () => new Array<Cell>(columns).fill(BLANK));
  }

  /** Obeys `output`. Throws for a sequence that is not known here, and for what is written outside of the screen. */
  write(output: string): void {
    const known = [...output.matchAll(SEQUENCE)];
    if (known.map(([text]) => text).join('') !== output) throw new Error(`a sequence that is not known: ${output}`);
    for (const [, isMode, numbers, letter, character] of known) {
      if (character !== undefined) this.put(character);
      else if (isMode !== '?') this.obey(letter, numbers);
    }
  }

  /** The text of each row, without blanks at its end. */
  get text(): string[] {
    return this.rows.map((row) =>
      row
        .map(({ character }) => character)
        .join('')
        .trimEnd(),
    );
  }

  private put(character: string): void {
    if (this.row >= this.rows.length || this.column >= this.columns || character < ' ')
      throw new Error(`${JSON.stringify(character)} in row ${this.row}, column ${this.column}`);
    this.rows[this.row][this.column] = { character, colours: this.colours };
    this.column += 1;
  }

  private obey(letter: string, numbers: string): void {
    if (letter === 'H') [this.row, this.column] = numbers.split(';').map((number) => Number(number || 1) - 1);
    else if (letter === 'm') this.colours = numbers === '0' ? '' : numbers;
    else if (letter === 'J') for (const row of this.rows) row.fill(BLANK);
    else throw new Error(`a sequence that is not known: ${numbers}${letter}`);
  }
}
