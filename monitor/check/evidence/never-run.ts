/** What of a user's kernel no scenario ever ran, in his own lines: the verdict says nothing about that. */
import { SourceMap } from 'node:module';
import type { OwnCode } from '../../limits/own-code.ts';
import type { Ran, Span } from './coverage.ts';

export interface Place {
  /** Of the file as it was written, from 1 on; and the offset in that line, from 0 on. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Unrun extends Place {
  readonly method: string;
  /** Nothing ran of the method; or only what `code` says did not. */
  readonly code: string | null;
}

export interface NeverRun {
  /** Lines of methods; and those that never ran, alone or with others. */
  readonly lines: number;
  readonly unrunLines: number;
  readonly unrun: readonly Unrun[];
}

const LONGEST_CODE = 60;
/** Names that people give, in contrast to those of initializers, which V8 makes up. */
const METHOD = /^[\w$#]+$/;

/** What `ran` leaves out of `code`. */
export const neverRun = (code: OwnCode, { characters, functions }: Ran): NeverRun => {
  const source = new Source(code);
  const methods = functions.filter(({ name, start }) => METHOD.test(name) && source.isOwn(start));
  const outer = methods.filter((method) => !methods.some((other) => contains(other, method)));
  const lines = new Map<string, boolean>();
  const unrun: Unrun[] = [];
  for (const method of outer) {
    for (const at of source.places(method)) {
      const key = `${at.place.file}:${at.place.line}`;
      lines.set(key, lines.get(key) === true || characters[at.offset] !== 0);
    }
    if (characters[method.start] === 0) unrun.push({ ...source.place(method.start), method: method.name, code: null });
    else for (const span of gaps(characters, method)) unrun.push(...source.codeOf(span, method.name));
  }
  return { lines: lines.size, unrunLines: [...lines.values()].filter((didRun) => !didRun).length, unrun };
};

const contains = (outer: Span, inner: Span): boolean =>
  outer !== inner && outer.start <= inner.start && outer.end >= inner.end;

/** Stretches of `span` that did not run. */
function* gaps(characters: Uint8Array, { start, end }: Span): Generator<Omit<Span, 'name'>> {
  for (let at = start; at < end; at++) {
    if (characters[at] !== 0) continue;
    const from = at;
    while (at < end && characters[at] === 0) at++;
    yield { start: from, end: at };
  }
}

/** The lines that people wrote, by offsets in the bundle. */
class Source {
  private readonly text: string;
  private readonly map: SourceMap;
  private readonly contents: ReadonlyMap<string, readonly string[]>;
  private readonly starts: readonly number[];

  constructor({ text, map }: OwnCode) {
    const payload = JSON.parse(map) as { readonly sources: string[]; readonly sourcesContent: string[] };
    this.text = text;
    this.map = new SourceMap(payload as ConstructorParameters<typeof SourceMap>[0]);
    this.contents = new Map(payload.sources.map((source, i) => [source, payload.sourcesContent[i].split('\n')]));
    let start = 0;
    this.starts = text.split('\n').map((line) => {
      const first = start;
      start += line.length + 1;
      return first;
    });
  }

  isOwn(offset: number): boolean {
    return this.find(offset) !== null;
  }

  place(offset: number): Place {
    return this.find(offset) ?? { file: '', line: 0, column: 0 };
  }

  /** Where words of `span` were written. */
  *places({ start, end }: Omit<Span, 'name'>): Generator<{ readonly offset: number; readonly place: Place }> {
    const words = /[\w$]+/g;
    words.lastIndex = start;
    for (let found = words.exec(this.text); found !== null && found.index < end; found = words.exec(this.text)) {
      const place = this.find(found.index);
      if (place !== null) yield { offset: found.index, place };
    }
  }

  /** The code of `span` as it was written; nothing if it has no word. */
  codeOf(span: Omit<Span, 'name'>, method: string): Unrun[] {
    const [first] = this.places(span);
    if (first === undefined) return [];
    const { place } = first;
    const line = this.contents.get(place.file)?.[place.line - 1] ?? '';
    const code = line.slice(place.column).trim();
    const shown = code.length > LONGEST_CODE ? `${code.slice(0, LONGEST_CODE)}…` : code;
    return [{ ...place, method, code: shown }];
  }

  private find(offset: number): Place | null {
    let line = this.starts.findLastIndex((start) => start <= offset);
    if (line < 0) line = 0;
    const entry = this.map.findEntry(line, offset - this.starts[line]);
    if (!('originalSource' in entry)) return null;
    const { originalSource, originalLine, originalColumn } = entry;
    return { file: originalSource, line: originalLine + 1, column: originalColumn };
  }
}
