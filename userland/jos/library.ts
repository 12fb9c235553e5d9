/**
 * The library of lab 4 that programs are linked with: fork, the handlers of page faults, and messages. There may be others: one that extends
 * this, or functions of the same names, which take the place of those here.
 */
import type { Entry } from '../../hardware/operation.ts';
import { Fork, type Helper } from './fork.ts';
import { ipcRecv, ipcSend, type Message } from './ipc.ts';
import { type PageFault, pageFault, returnFrom } from './pgfault.ts';

/** The functions of the library, each a method that a class which extends this may override: generators of operations, to be delegated to. */
export class JosLibrary extends Fork {
  /** The entries that a program needs to be linked with it, by name. */
  get entries(): Readonly<Record<string, Entry>> {
    return { pgfault: this.pgfault };
  }

  /** The fault that a handler was started for. To be its first step. */
  *pageFault(): Helper<PageFault> {
    return yield* pageFault();
  }

  /** The end of a handler: back to the operation that faulted, which is tried again. Does not return. */
  *returnFrom(fault: PageFault): Helper<void> {
    yield* returnFrom(fault);
  }

  /** Sends `value`, and the page at `va` with `perm` if that is below UTOP, to `id`; tries until it is taken. */
  *ipcSend(id: number, value: number, va?: number, perm?: number): Helper<void> {
    yield* ipcSend(id, value, va, perm);
  }

  /** Waits for a message. A page that comes with it is mapped at `va`, unless that is UTOP or above. */
  *ipcRecv(va?: number): Helper<Message> {
    return yield* ipcRecv(va);
  }
}

/** What programs may call of a library. */
export const LIBRARY_FUNCTIONS = [
  'fork',
  'pgfault',
  'setPgfaultHandler',
  'pageFault',
  'returnFrom',
  'ipcSend',
  'ipcRecv',
] as const;
/** Functions of a library of one's own: those that are missing are taken from here. */
export type LibraryFunctions = Partial<Pick<JosLibrary, (typeof LIBRARY_FUNCTIONS)[number]>>;

/** The library here. */
export const LIBRARY = new JosLibrary();
/** The entry of the library to which the kernel sends page faults: calls the handler that was set, and goes back to the operation that faulted. */
export const { pgfault } = LIBRARY;
/** See the methods of `Fork`. */
export function* fork(): Helper<number> {
  return yield* LIBRARY.fork();
}
/** A handler: copies the page of a write to a copy-on-write page, and returns true; false if the fault is none, with nothing done. */
export const copyOnWrite = (fault: PageFault): Helper<boolean> => LIBRARY.copyOnWrite(fault);

/**
 * The library that has `own` functions, and the rest from here. `entries` are those of its generator functions that page faults may be sent to, by
 * name: `own.pgfault` at least, if there is one.
 */
export const libraryOf = (own: LibraryFunctions, entries: Readonly<Record<string, Entry>>): JosLibrary => {
  const library = Object.assign(new JosLibrary(), own);
  Object.defineProperty(library, 'entries', {
    value: linked(entries, { pgfault: library.pgfault, ...LIBRARY.entries }),
  });
  return library;
};

/**
 * The library that a module brings: a class that extends `JosLibrary`, as its default export, or functions of the names above. Throws a TypeError
 * that says what is wrong with it.
 */
export const libraryFrom = (exports: Readonly<Record<string, unknown>>): JosLibrary => {
  const { default: Own } = exports;
  if (typeof Own === 'function' && Own.prototype instanceof JosLibrary) return new (Own as typeof JosLibrary)();
  const own = Object.fromEntries(
    LIBRARY_FUNCTIONS.filter((name) => exports[name] !== undefined).map((name) => [name, functionIn(exports, name)]),
  );
  if (Object.keys(own).length === 0) throw new TypeError(NOTHING);
  const entries = Object.entries(exports).filter(([name, value]) => name !== 'default' && isGeneratorFunction(value));
  return libraryOf(own as LibraryFunctions, Object.fromEntries(entries) as Record<string, Entry>);
};

const functionIn = (exports: Readonly<Record<string, unknown>>, name: string): unknown => {
  const value = exports[name];
  if (isGeneratorFunction(value)) return value;
  throw new TypeError(`its ${name} is no generator function: write \`export function* ${name}(…) { … }\``);
};

const isGeneratorFunction = (value: unknown): boolean =>
  typeof value === 'function' && value.constructor.name === 'GeneratorFunction';
const NOTHING =
  'it exports nothing of a library: write `export function* fork() { … }`, and likewise pgfault, setPgfaultHandler, pageFault, returnFrom, ipcSend and ' +
  'ipcRecv, all or some; or `export default class MyLibrary extends JosLibrary { … }`';

/** The entries of a program together with those of what it is linked with: each once, under a name that is still free. */
export const linked = (
  own: Readonly<Record<string, Entry>>,
  others: Readonly<Record<string, Entry>>,
): Readonly<Record<string, Entry>> => {
  const all: Record<string, Entry> = { ...own };
  for (const [name, entry] of Object.entries(others)) {
    if (Object.values(all).includes(entry)) continue;
    all[Object.hasOwn(all, name) ? `${name} of the library` : name] = entry;
  }
  return all;
};
