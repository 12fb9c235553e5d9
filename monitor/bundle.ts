/**
 * Programs and kernels given by path: bundled with everything they import, with the names `ringfence/…` mapped to the running copy, so
 * that they work from any folder, in TypeScript or JavaScript, with nothing installed beside it.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import type { Executable, operation } from '../hardware/hardware.ts';
import { defineProgram, ProgramFile } from '../userland/userland.ts';
import { UsageError } from './usage.ts';

const PACKAGE_ROOT = new URL('../../', import.meta.url);

type Exports = Readonly<Record<string, string | { readonly default: string }>>;

// biome-ignore lint/suspicious/noExplicitAny: kernels are made with parameters of their own kind.
type KernelClass = new (parameters?: any) => object;
type Module = Readonly<Record<string, unknown>>;

/** Loads the program in the file at `path`. Throws a UsageError that says what is wrong with the file. */
export const loadProgram = async (path: string): Promise<Executable> => programOf(path, await loadModule(path));

/** Loads the kernel in the file at `path`: its default export, a class that extends `Base`. Throws a UsageError. */
export const loadKernelClass = async <Kernel extends KernelClass>(path: string, Base: Kernel): Promise<Kernel> => {
  const { default: Own } = await loadModule(path);
  if (typeof Own === 'function' && Own.prototype instanceof Base) return Own as Kernel;
  throw new UsageError(
    `${path}: it exports no kernel: write \`export default class MyKernel extends ${Base.name} { … }\``,
  );
};

/** What the file at `path` exports. Throws a UsageError that says what is wrong with the file. */
export const loadModule = async (path: string): Promise<Module> => {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`there is no file ${path}`);
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-'));
  try {
    const file = join(folder, `${basename(path, extname(path))}.mjs`);
    writeFileSync(file, await bundle(path, file));
    return await importModule(path, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** `outfile` is where the bundle will lie: the source map leads from there to the program's own files. */
const bundle = async (path: string, outfile: string): Promise<string> => {
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      outfile,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'inline',
      keepNames: true,
      logLevel: 'silent',
      plugins: [ringfencePlugin()],
    });
    return outputFiles[0].text;
  } catch (error) {
    const [first] = (error as BuildFailure).errors ?? [];
    if (first === undefined) throw error;
    const at =
      first.location === null ? path : `${first.location.file}:${first.location.line}:${first.location.column + 1}`;
    throw new UsageError(`${at}: ${first.text}`);
  }
};

const importModule = async (path: string, file: string): Promise<Module> => {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new UsageError(`${path}: loading it threw ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Maps `ringfence/userland` and the other names that package.json exports to files of the running copy. */
const ringfencePlugin = (): Plugin => ({
  name: 'ringfence',
  setup({ onResolve }) {
    const { exports } = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as { exports: Exports };
    onResolve({ filter: /^ringfence(\/|$)/ }, ({ path: name }) => {
      const target = exports[name.replace(/^ringfence/, '.')];
      if (target === undefined) {
        const rooms = Object.keys(exports).filter((key) => !key.endsWith('.json'));
        const names = rooms.map((key) => key.replace(/^\./, 'ringfence'));
        return { errors: [{ text: `there is no ${name}: import from ${names.join(', ')}` }] };
      }
      const file = typeof target === 'string' ? target : target.default;
      return { path: new URL(file, PACKAGE_ROOT).href, external: true };
    });
  },
});

/** A module's program: its default export, or all generator functions it exports, starting at `main`. */
const programOf = (path: string, module: Module): Executable => {
  if (module.default instanceof ProgramFile) return module.default;
  const entries = Object.entries(module).filter(([, value]) => isGeneratorFunction(value));
  const main = entries.find(([name]) => name === 'main');
  if (main === undefined) {
    throw new UsageError(
      `${path}: it exports no program: write \`export function* main() { … }\`, or export default defineProgram({ … })`,
    );
  }
  const ordered = [main, ...entries.filter((entry) => entry !== main)] as [string, operation.Entry][];
  return defineProgram({ name: basename(path, extname(path)), entries: Object.fromEntries(ordered) });
};

const isGeneratorFunction = (value: unknown): boolean =>
  typeof value === 'function' && value.constructor.name === 'GeneratorFunction';

/** The folder of the running copy, for those who start it again. */
export const packageFile = (path: string): string => fileURLToPath(new URL(path, PACKAGE_ROOT));

/** The version of the running copy. */
export const version = (): string => JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;
