/** Programs given by path: what of a file's exports is the program, and whether it is one of the kernel that is to run it. */
import { basename, extname } from 'node:path';
import type { Executable, operation } from '../../hardware/hardware.ts';
import { josAbi } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { carry } from '../../presentation/presentation.ts';
import { defineProgram, jos, ProgramFile, witnessedProgram } from '../../userland/userland.ts';
import { type Loaded, loadAnew, loadModule } from './bundle.ts';
import { exportedBoot } from './exported-boot.ts';

const JOS_LIBRARY = 'ringfence/jos';
const WEENSYOS_LIBRARY = 'ringfence/userland';

type Entries = readonly (readonly [name: string, entry: operation.Entry])[];

/** The program of WeensyOS in the file at `path`. Throws a UsageError that says what is wrong with the file. */
export const loadProgram = async (path: string): Promise<Executable> => {
  const loaded = await loadModule(path, 'program');
  if (loaded.libraries.has(JOS_LIBRARY)) {
    throw new UsageError(`${path}: it imports from ${JOS_LIBRARY}: programs of JOS run by ringfence run --kernel jos`);
  }
  const program = await witnessed(
    path,
    loaded,
    (again) => declared(again) ?? defineProgram(optionsOf(path, entriesOf(path, again, 'defineProgram'), bssOf(again))),
  );
  const boot = exportedBoot(path, loaded.exports);
  if (boot !== null) carry(program, boot);
  return program;
};

/** Bytes of bss that a file asks for that has no `defineProgram`. */
const bssOf = ({ exports: { bssSize } }: Loaded): number =>
  typeof bssSize === 'number' && Number.isInteger(bssSize) && bssSize >= 0 ? bssSize : 0;

/** The program that `read` finds in a file that was loaded; each process of it has a witness in the same file loaded anew. */
const witnessed = async (path: string, loaded: Loaded, read: (loaded: Loaded) => ProgramFile): Promise<ProgramFile> => {
  const program = read(loaded);
  const anew = await loadAnew(path, loaded);
  return anew === null ? program : witnessedProgram(program, () => read({ ...loaded, exports: anew() }));
};

/** The program of JOS in the file at `path`. Throws a UsageError that says what is wrong with the file. */
export const loadJosProgram = async (path: string): Promise<Executable> => {
  const loaded = await loadModule(path, 'program');
  if (loaded.libraries.has(WEENSYOS_LIBRARY) && !loaded.libraries.has(JOS_LIBRARY)) {
    throw new UsageError(
      `${path}: it imports from ${WEENSYOS_LIBRARY}, the library of WeensyOS: programs of JOS import from ${JOS_LIBRARY}`,
    );
  }
  return witnessed(path, loaded, (again) => josProgramIn(path, again));
};

const josProgramIn = (path: string, loaded: Loaded): ProgramFile => {
  const program = declared(loaded);
  if (program !== null) return linkedForJos(path, program);
  return jos.defineJosProgram(optionsOf(path, entriesOf(path, loaded, 'defineJosProgram')));
};

/** The program in the file at `path` for the kernel `kernel`, which has its programs from `base` on. Throws a UsageError. */
export const loadOwnProgram = async (path: string, base: number, kernel: string): Promise<Executable> => {
  const loaded = await loadModule(path);
  const program = declared(loaded);
  if (program === null) return defineProgram({ base, ...optionsOf(path, entriesOf(path, loaded, 'defineProgram')) });
  if (program.layout.base >= base) return program;
  throw new UsageError(
    `${path}: its program is linked at 0x${program.layout.base.toString(16)}, and ${kernel} has programs from 0x${base.toString(16)} on: ` +
      `say so with defineProgram({ base: 0x${base.toString(16)}, … })`,
  );
};

/** The default export, if it is a program. */
const declared = ({ exports }: Loaded): ProgramFile | null =>
  exports.default instanceof ProgramFile ? exports.default : null;

const linkedForJos = (path: string, program: ProgramFile): ProgramFile => {
  const { base } = program.layout;
  if (base >= josAbi.UTEXT) return program;
  throw new UsageError(
    `${path}: its program is linked at 0x${base.toString(16)}, where those of WeensyOS are: ` +
      `defineJosProgram links it at 0x${josAbi.UTEXT.toString(16)}, as JOS wants it`,
  );
};

/** All generator functions that a module exports, `main` first: the program starts there. */
const entriesOf = (path: string, { exports }: Loaded, define: string): Entries => {
  const entries = Object.entries(exports).filter(([, value]) => isGeneratorFunction(value));
  const main = entries.find(([name]) => name === 'main');
  if (main === undefined) {
    throw new UsageError(
      `${path}: it exports no program: write \`export function* main() { … }\`, or export default ${define}({ … })`,
    );
  }
  return [main, ...entries.filter((entry) => entry !== main)] as Entries;
};

const optionsOf = (path: string, entries: Entries, bssSize = 0) => ({
  bssSize,
  name: basename(path, extname(path)),
  entries: Object.fromEntries(entries),
});

const isGeneratorFunction = (value: unknown): boolean =>
  typeof value === 'function' && value.constructor.name === 'GeneratorFunction';
