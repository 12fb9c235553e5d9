/** Reads a trace file in any of the known formats, told apart by how they begin; and names some that are none. */

import { MalformedTrace, type ReadTrace } from './allocation-trace.ts';
import { FtraceReader, isFtraceLine } from './ftrace.ts';
import { type LineReader, type Lines, readWith } from './lines.ts';
import { beginsMallocLab, isMallocLabLine, MallocLabReader } from './malloc-lab.ts';
import { quoted } from './number.ts';
import { strangerIn } from './strangers.ts';
import { beginsWeeAlloc, WeeAllocReader } from './wee-alloc.ts';

const FORMATS =
  'a .rep file of the malloc lab (lines a ID BYTES, r ID BYTES, f ID), a trace of wee_alloc (Alloc(BYTES), Free(INDEX),) ' +
  'or lines of Linux with mm_page_alloc and mm_page_free';
/** What no text holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are looked for.
const BINARY = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;
const BINARY_HELP = 'unpack it if it is compressed, or use trace-cmd report if trace-cmd recorded it';

/** Within so many lines other files say what they are. */
const HEAD_LINES = 5;

/** Reads a text, or its lines. Throws MalformedTrace, which says at which line it is no trace. */
export const readTrace = (lines: Lines): ReadTrace => readWith(new AnyReader(), lines);

/** Until a line says which format it is, it may be one of Linux, of which most lines are about something else. */
class AnyReader implements LineReader {
  private reader: LineReader | null = null;
  private readonly linux = new FtraceReader();
  /** The first line that says something, and whether any is an operation of the malloc lab. */
  private first: { readonly text: string; readonly number: number } | null = null;
  private isOperated = false;

  read(line: string, number: number): void {
    if (BINARY.test(line)) throw new MalformedTrace(number, `expected text, and this is a binary file; ${BINARY_HELP}`);
    if (this.first === null && line.trim() !== '') this.begin(line, number);
    if (this.reader !== null) return this.reader.read(line, number);
    const stranger = number <= HEAD_LINES ? strangerIn(line) : null;
    if (stranger !== null) throw new MalformedTrace(number, stranger);
    this.linux.read(line, number);
    if (isFtraceLine(line)) this.reader = this.linux;
    else this.isOperated ||= isMallocLabLine(line);
  }

  private begin(line: string, number: number): void {
    this.first = { text: line, number };
    if (beginsWeeAlloc(line)) this.reader = new WeeAllocReader();
    else if (beginsMallocLab(line)) this.reader = new MallocLabReader();
  }

  finish(last: number): ReadTrace {
    if (this.reader !== null) return this.reader.finish(last);
    if (this.first === null) throw new MalformedTrace(1, `the file is empty; expected ${FORMATS}`);
    const { text, number } = this.first;
    if (this.isOperated) new MallocLabReader().read(text, number);
    throw new MalformedTrace(number, `expected ${FORMATS}; found ${quoted(text)}`);
  }
}
