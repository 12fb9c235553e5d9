/** Dumps that a command line names, as a run of which moments are given. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { textOf, textsOf, type Values } from '../../presentation/boot/values.ts';
import { type DumpsRun, type FirstWrong, filesBeside, momentOfDump } from '../../specs/judging-dumps.ts';
import { symbolsBeside } from './beside.ts';
import { dumpFiles } from './dump-file.ts';

/** What goes with dumps. */
export const BESIDE_OPTIONS = {
  symbols: { type: 'string' },
  registers: { type: 'string' },
  layout: { type: 'string', multiple: true },
} as const;

export const dumpsNamed = (names: readonly string[], values: Values): DumpsRun => {
  const layout = textsOf(values, 'layout');
  const given = ['symbols', 'registers', 'kernel'].flatMap((name) => {
    const value = textOf(values, name);
    return value === undefined ? [] : [[name, value]];
  });
  return { what: 'dumps', dumps: names, ...Object.fromEntries(given), ...(layout.length > 0 && { layout }) };
};

/** The same with the symbols that lie beside its `files`, where none are given. */
export const withSymbols = (run: DumpsRun, files: readonly string[]): DumpsRun => {
  const symbols = run.symbols ?? symbolsBeside(files[0]);
  return symbols === null ? run : { ...run, symbols };
};

/** SHA-256 of the file at `path`, in hex. */
export const digestOfFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The moment of the first that is wrong among the dumps of `run`, as text. */
export const momentOfFirst = (run: DumpsRun, { index, judgement }: FirstWrong): string => {
  const named = withSymbols(run, dumpFiles(run.dumps));
  const sources = Object.fromEntries(filesBeside(named).map((file) => [file, digestOfFile(file)]));
  return momentOfDump(named, index, judgement.dump.machine, sources);
};
