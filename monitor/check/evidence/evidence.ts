/** How much of a user's own kernel a check exercised: what a verdict is worth. */
import { basename } from 'node:path';
import { type OwnCode, ownCode } from '../../limits/own-code.ts';
import { Coverage, either, type Ran } from './coverage.ts';
import { meantMethod } from './misspelt-method.ts';
import { type NeverRun, neverRun, type Unrun } from './never-run.ts';

/** So much that never ran is listed. */
const MOST_LISTED = 12;

/** Counts what runs of the kernel or library at `path`, in this thread; to be made before that is loaded. */
export class Evidence {
  private readonly coverage = new Coverage();
  private readonly path: string;
  private readonly others: Ran[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** What ran in this thread so far; null if the kernel was not loaded. */
  get ran(): Ran | null {
    const code = this.code();
    return code === undefined ? null : this.coverage.of(code);
  }

  /** Adds what ran in another thread. */
  add(ran: Ran): void {
    this.others.push(ran);
  }

  /** What never ran anywhere, with the class whose methods are in question, if it is one; null if nothing is known. */
  neverRun(Kernel: unknown): Exercised | null {
    const [code, here] = [this.code(), this.ran];
    if (code === undefined || here === null) return null;
    const found = neverRun(code, this.others.reduce(either, here));
    const { prototype = {} } = (Kernel ?? {}) as { readonly prototype?: object };
    return { ...found, lines: unrunLines(found.unrun, (name) => meantMethod(name, { prototype })), total: found.lines };
  }

  private code(): OwnCode | undefined {
    return ownCode().find(({ kind, path }) => (kind === 'kernel' || kind === 'library') && path === this.path);
  }
}

/** What is said of it. */
export interface Exercised extends Omit<NeverRun, 'lines'> {
  /** Lines of the user's methods. */
  readonly total: number;
  /** A line of a report for each piece that never ran. */
  readonly lines: readonly string[];
}

/** The end of the first sentence of a verdict: `; of the 41 lines of your own methods 3 never ran (2 branches):` */
export const exercisedText = ({ total, unrunLines, unrun, lines }: Exercised): string => {
  if (total === 0) return '.';
  if (lines.length === 0) return `; all of your own methods ran, ${counted(total, 'line', 'lines')}.`;
  const branches = unrun.filter(({ code }) => code !== null).length;
  const pieces = [counted(branches, 'branch', 'branches'), counted(unrun.length - branches, 'method', 'methods')];
  return `; of ${counted(total, 'line', 'lines')} of your own methods ${unrunLines} never ran (${pieces.flat().join(', ')}):`;
};

const counted = (count: number, one: string, more: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : more}`];

const unrunLines = (unrun: readonly Unrun[], meant: (name: string) => string | null): string[] => {
  const lines = unrun.slice(0, MOST_LISTED).map((piece) => `  ${unrunLine(piece, meant(piece.method))}`);
  return unrun.length > lines.length ? [...lines, `  and ${unrun.length - lines.length} more`] : lines;
};

const unrunLine = ({ method, file, line, code }: Unrun, meant: string | null): string => {
  const place = `${method}, ${basename(file)}:${line}`;
  if (code !== null) return `${place}: \`${code}\` never ran`;
  return meant === null ? `${place}: it was never called` : `${place}: nothing calls it; is ${meant} meant?`;
};
