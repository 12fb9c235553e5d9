/** The line of words at the bottom of the screen: what is typed into it, until it is obeyed or given up. */

const ENTER = /[\r\n]/;
const ESCAPE = '\x1b';
const BACKSPACES: readonly string[] = ['\x7f', '\b'];
const CLEAR = '\x15';
const INTERRUPT = '\x03';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const SEQUENCE = new RegExp(`^${ESCAPE}(?:\\[[\\d;]*|O)[@-~]`);

export class LineEditor {
  /** What stands there; null while nobody types a line. */
  text: string | null = null;
  private readonly earlier: string[] = [];
  /** Which of the earlier lines stands there; as many as there are for a new one. */
  private place = 0;

  open(): void {
    this.text = '';
    this.place = this.earlier.length;
  }

  /** Takes `typed`. Returns the line once it is to be obeyed, and what was typed after that; null before. */
  take(typed: string): { readonly line: string; readonly rest: string } | null {
    let rest = typed;
    while (rest !== '' && this.text !== null) {
      const key = SEQUENCE.exec(rest)?.[0] ?? rest[0];
      rest = rest.slice(key.length);
      if (ENTER.test(key)) return { line: this.finish(), rest };
      this.edit(key);
    }
    return rest === '' ? null : { line: '', rest };
  }

  private edit(key: string): void {
    const text = this.text ?? '';
    if (key === ESCAPE || key === INTERRUPT || (text === '' && BACKSPACES.includes(key))) this.text = null;
    else if (BACKSPACES.includes(key)) this.text = text.slice(0, -1);
    else if (key === CLEAR) this.text = '';
    else if (key.replace('O', '[') === UP) this.recall(this.place - 1);
    else if (key.replace('O', '[') === DOWN) this.recall(this.place + 1);
    else if (/^[ -~]$/.test(key)) this.text = text + key;
  }

  private recall(place: number): void {
    this.place = Math.max(0, Math.min(place, this.earlier.length));
    this.text = this.earlier[this.place] ?? '';
  }

  private finish(): string {
    const line = (this.text ?? '').trim();
    this.text = null;
    if (line !== '' && this.earlier.at(-1) !== line) this.earlier.push(line);
    return line;
  }
}
