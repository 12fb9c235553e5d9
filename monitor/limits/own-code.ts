/**
 * The files that people bring, and where in them something happened. Each was loaded as a bundle; places in that are led back to the
 * lines that people wrote through its source map.
 */
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file that was brought: what it is to be, and the bundle that it was loaded as. */
export interface OwnCode {
  /** `kernel`, `program`, `allocator`. */
  readonly kind: string;
  /** As the command line gives it. */
  readonly path: string;
  /** The file of the bundle, its text, and its source map as JSON. */
  readonly bundle: string;
  readonly text: string;
  readonly map: string;
}

/** A place in a file that was brought. Lines and columns count from 1. */
export interface Place {
  readonly kind: string;
  readonly method: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A call on the host's stack, wherever its code lies. */
export interface Frame {
  readonly method: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const brought: OwnCode[] = [];

/** Adds a file that is about to be loaded. */
export const bring = (code: OwnCode): void => void brought.push(code);

/** All that was brought so far. */
export const ownCode = (): readonly OwnCode[] => brought;

/** Forgets all that was brought: another command begins. */
export const forgetOwnCode = (): void => void brought.splice(0);

/** What was brought that an error comes from which tells no place: rather a kernel than the programs beside it. Undefined if nothing was brought. */
export const suspect = (): OwnCode | undefined =>
  brought.findLast(({ kind }) => kind !== 'program' && kind !== 'file') ?? brought.at(-1);

/** Where code that was brought is on `stack`, which is text as V8 writes it: the innermost of its calls. Null if it is not there. */
export const placeIn = (stack: string): Place | null => innermost(stack.split('\n').flatMap(frameOf));

/** The innermost of `frames` that lies in code that was brought; null if none does. */
export const innermost = (frames: readonly Frame[]): Place | null => {
  for (const frame of frames) {
    const place = placeOf(frame);
    if (place !== null) return place;
  }
  return null;
};

/** Where `method`, a function or a class, is written, if it was brought: the first place with the same text. */
export const placeOfMethod = (method: object, name: string): Place | null => {
  const source = Function.prototype.toString.call(method);
  const code = brought.find(({ text }) => text.includes(source));
  if (code === undefined) return null;
  const before = code.text.slice(0, code.text.indexOf(source)).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return placeOf({ method: name, file: code.bundle, line: before.length, column });
};

/** Where a class is written that was brought: `Own`, or the first above it. */
export const placeOfClass = (Own: object): Place | null => {
  for (let owner = Own; typeof owner === 'function'; owner = Object.getPrototypeOf(owner)) {
    const place = placeOfMethod(owner, `new ${owner.name}`);
    if (place !== null) return place;
  }
  return null;
};

/** `at fork (mine.ts:7:28)`, with the path as short as it is from here. */
export const placeText = ({ method, file, line, column }: Place): string => {
  const near = relative(process.cwd(), file);
  const at = `${near.startsWith('..') ? file : near}:${line}:${column}`;
  return method === '' ? `at ${at}` : `at ${method} (${at})`;
};

const FRAME = /^\s+at (?:async )?(?:(.*?) (?:\[as [^\]]*\] )?\()?((?:file:\/\/|[a-zA-Z]:)?[^:]+):(\d+):(\d+)\)?$/;

const frameOf = (text: string): Frame[] => {
  const [, method = '', file, line, column] = FRAME.exec(text) ?? [];
  return file === undefined ? [] : [{ method, file: pathOf(file), line: Number(line), column: Number(column) }];
};

const pathOf = (file: string): string => (file.startsWith('file://') ? fileURLToPath(file) : file);

/** The place of a frame in the bundle, or where the host led it back already, in a file that the bundle was made from. */
const placeOf = ({ method, file, line, column }: Frame): Place | null => {
  const path = pathOf(file);
  for (const { kind, bundle, map } of brought) {
    const read = JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0];
    const from = (source: string): string => resolve(dirname(bundle), source);
    if (path === bundle) {
      const entry = new SourceMap(read).findEntry(line - 1, column - 1);
      if (!('originalSource' in entry)) return { kind, method, file: bundle, line, column };
      const { originalSource, originalLine, originalColumn } = entry;
      return { kind, method, file: from(originalSource), line: originalLine + 1, column: originalColumn + 1 };
    }
    if (read.sources.some((source) => from(source) === path)) return { kind, method, file: path, line, column };
  }
  return null;
};
