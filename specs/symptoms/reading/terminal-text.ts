/**
 * Text that was copied from a terminal, a window or a log: lines of any system, with their escape sequences obeyed as far as colours go. Nothing
 * in it is dangerous to print again.
 */

/** Foreground and background, 0 to 15, in the order of ANSI: 1 is red, 4 is blue, 7 and 15 are white. */
export interface Colour {
  readonly foreground: number;
  readonly background: number;
}

export interface TextLine {
  readonly text: string;
  /** The colour of each character; null where the text says nothing of it. */
  readonly colours: readonly (Colour | null)[];
}

const PLAIN: Colour = { foreground: 7, background: 0 };
const COLOURS = 8;
const BRIGHT = 8;
/** Sequences that set colours, all other sequences, and control characters that move nothing but the cursor. */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /\x1b\[([0-9;]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-_]?|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** The lines of `text`, without the marks of mail that quotes it. */
export const terminalLines = (text: string): TextLine[] => {
  const pen = new Pen();
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/^(?:> ?)+/gm, '')
    .replaceAll('\t', '        ')
    .split('\n')
    .map((line) => pen.draw(line));
};

/** Draws lines in the colour that was last asked for. */
class Pen {
  private colour: Colour | null = null;
  private isBold = false;
  private isReversed = false;

  draw(line: string): TextLine {
    let text = '';
    const colours: (Colour | null)[] = [];
    const put = (piece: string): void => {
      text += piece;
      const colour = this.shown();
      for (let i = 0; i < piece.length; i++) colours.push(colour);
    };
    let from = 0;
    for (const match of line.matchAll(CONTROL)) {
      put(line.slice(from, match.index));
      if (match[1] !== undefined) this.obey(match[1].split(';').map(Number));
      from = match.index + match[0].length;
    }
    put(line.slice(from));
    return { text, colours };
  }

  private shown(): Colour | null {
    if (this.colour === null && !this.isReversed) return null;
    const { foreground, background } = this.colour ?? PLAIN;
    const bold = foreground < BRIGHT && this.isBold ? foreground + BRIGHT : foreground;
    return this.isReversed ? { foreground: background, background: bold } : { foreground: bold, background };
  }

  private obey(codes: number[]): void {
    for (let i = 0; i < codes.length; i++) {
      if (codes[i] === 38 || codes[i] === 48) {
        const indexed = codes[i + 1] === 5;
        if (indexed) this.set(codes[i] === 38 ? 'foreground' : 'background', codes[i + 2] & 15);
        i += indexed ? 2 : 4;
      } else this.obeyOne(codes[i]);
    }
  }

  private obeyOne(code: number): void {
    if (code === 0) [this.colour, this.isBold, this.isReversed] = [null, false, false];
    else if (code === 1) this.isBold = true;
    else if (code === 22) this.isBold = false;
    else if (code === 7 || code === 27) this.isReversed = code === 7;
    else if (code >= 30 && code < 30 + COLOURS) this.set('foreground', code - 30);
    else if (code >= 90 && code < 90 + COLOURS) this.set('foreground', code - 90 + BRIGHT);
    else if (code >= 40 && code < 40 + COLOURS) this.set('background', code - 40);
    else if (code >= 100 && code < 100 + COLOURS) this.set('background', code - 100 + BRIGHT);
    else if (code === 39) this.set('foreground', PLAIN.foreground);
    else if (code === 49) this.set('background', PLAIN.background);
  }

  private set(which: keyof Colour, value: number): void {
    this.colour = { ...(this.colour ?? PLAIN), [which]: value };
  }
}

const COLUMNS_OF_CONSOLE = 80;
/** A message that a console breaks is not longer than this, and neither is one of any use. */
const MOST_JOINTS = 4;
const LONGEST_LINE = 1000;

/** `lines` as one text, with what a console of 80 columns broke put together again; lines that no message has are cut into pieces. */
export const flowing = (lines: readonly string[]): string => {
  let text = '';
  let joints = 0;
  for (const line of lines) {
    const joint = joints < MOST_JOINTS ? jointAfter(line) : '\n';
    joints = joint === '\n' ? 0 : joints + 1;
    text += (line.match(PIECES) ?? []).join('\n') + joint;
  }
  return text;
};

const PIECES = new RegExp(`.{1,${LONGEST_LINE}}`, 'gsu');

/** What stands between `line` and the next: nothing where the console broke a word, a space where it broke between two. */
const jointAfter = (line: string): string => {
  const { length } = line.trimEnd();
  if (length === COLUMNS_OF_CONSOLE) return '';
  return length === COLUMNS_OF_CONSOLE - 1 ? ' ' : '\n';
};
