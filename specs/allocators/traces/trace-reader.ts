/** Reads a trace file in any of the known formats, told apart by how they begin. */

import { MalformedTrace, type ReadTrace } from './allocation-trace.ts';
import { isFtrace, readFtrace } from './ftrace.ts';
import { isMallocLab, readMallocLab } from './malloc-lab.ts';
import { quoted } from './number.ts';
import { isWeeAlloc, readWeeAlloc } from './wee-alloc.ts';

const FORMATS =
  'a .rep file of the malloc lab (lines a ID BYTES, r ID BYTES, f ID), a trace of wee_alloc (Alloc(BYTES), Free(INDEX),) ' +
  'or lines of Linux with mm_page_alloc and mm_page_free';
/** What no text holds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are looked for.
const BINARY = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;

/** Reads `text`. Throws MalformedTrace, which says at which line it is no trace. */
export const readTrace = (text: string): ReadTrace => {
  const lineOf = (at: number): number => text.slice(0, at).split('\n').length;
  const binary = text.search(BINARY);
  if (binary >= 0) throw new MalformedTrace(lineOf(binary), `expected text, and this is a binary file; ${BINARY_HELP}`);
  const start = text.search(/\S/);
  if (start < 0) throw new MalformedTrace(1, `the file is empty; expected ${FORMATS}`);
  if (isFtrace(text)) return readFtrace(text);
  if (isWeeAlloc(text)) return readWeeAlloc(text);
  if (isMallocLab(text)) return readMallocLab(text);
  const [line] = text.slice(start).split('\n');
  throw new MalformedTrace(lineOf(start), `expected ${FORMATS}; found ${quoted(line)}`);
};

const BINARY_HELP = 'unpack it if it is compressed, or use trace-cmd report if trace-cmd recorded it';
