/**
 * Files given by path, of programs and kernels: bundled with everything they import, with the names `ringfence/…` mapped to the running
 * copy, so that they work from any folder, in TypeScript or JavaScript, with nothing installed beside it.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';
import { describeThrown } from '../../hardware/thrown.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { guardMethods } from '../limits/guarded-methods.ts';
import { announce } from '../limits/lookout.ts';
import { Mistake, mistakeOf } from '../limits/mistake.ts';
import { importedAnew } from './imported-anew.ts';
import { moduleOf, PACKAGE_ROOT } from './package.ts';

type Exports = Readonly<Record<string, string | { readonly default: string }>>;

// biome-ignore lint/suspicious/noExplicitAny: kernels are made with parameters of their own kind.
type KernelClass = new (parameters?: any) => object;
type Module = Readonly<Record<string, unknown>>;

/** Where code of the user's own ends, and Ringfence's begins. */
const OUR_KERNELS: readonly KernelClass[] = [WeensyKernel, JosKernel, JosLab4];

/** A file that was loaded: what it exports, and which of the names `ringfence/…` it imports, itself or through others, and from where. */
export interface Loaded {
  readonly exports: Module;
  readonly libraries: ReadonlyMap<string, string>;
}

/** Loads the kernel in the file at `path`: its default export, a class that extends one of `bases`. Throws a UsageError. */
export const loadKernelClass = async <Kernel extends KernelClass>(
  path: string,
  ...bases: readonly Kernel[]
): Promise<Kernel> => {
  if (path === 'jos')
    throw new UsageError('--kernel jos: run and check know that name; here it takes the path of a file');
  const { default: Own } = (await loadModule(path, 'kernel')).exports;
  if (typeof Own === 'function' && bases.some((Base) => Own.prototype instanceof Base)) {
    guardMethods('kernel', Own as KernelClass, OUR_KERNELS);
    return Own as Kernel;
  }
  const [first, ...others] = bases.map(({ name }) => name);
  const or = others.map((name) => `, or ${name}`).join('');
  throw new UsageError(
    `${path}: it exports no kernel: write \`export default class MyKernel extends ${first} { … }\`${or}`,
  );
};

/** Loads the kernel in the file at `path`, of whatever kind: its default export. Throws a UsageError. */
export const loadKernel = async (path: string): Promise<unknown> => {
  const { default: Own } = (await loadModule(path, 'kernel')).exports;
  if (typeof Own === 'function' && typeof Own.prototype === 'object') {
    guardMethods('kernel', Own as KernelClass, OUR_KERNELS);
  }
  return Own;
};

const digests = new Map<string, string>();

/**
 * SHA-256, in hex, of the source text of the file at `path` with all that it imports of the user's own: as they are written, not what becomes of
 * them. Undefined for a file that was not loaded.
 */
export const sourceDigest = (path: string): string | undefined => digests.get(resolve(path));

/** Notes the digest of the `sources` that are bundled for `path`. Where they lie together makes no difference. */
const noteSources = (path: string, sources: readonly string[]): void => {
  const hash = createHash('sha256');
  const folder = resolve(path, '..');
  const names = new Map(sources.map((source) => [relative(folder, resolve(source)), resolve(source)]));
  for (const [, source] of [...names].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const text = readFileSync(source);
    hash.update(`${text.length}:`).update(text);
  }
  digests.set(resolve(path), hash.digest('hex'));
};

/**
 * Loads the file at `path`, which is to be a `kind` of thing, as `kernel`. Throws a UsageError that says what is wrong with it, and a Mistake if
 * its code fails.
 */
export const loadModule = async (path: string, kind = 'file'): Promise<Loaded> => {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`there is no file ${path}`);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ringfence-')));
  const libraries = new Map<string, string>();
  try {
    const bundle = join(folder, `${basename(path, extname(path))}.mjs`);
    const { text, map } = await bundled(path, bundle, libraries);
    writeFileSync(bundle, text);
    announce({ kind, path, bundle, text, map });
    return { exports: await importModule(path, bundle), libraries };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Resolves to what evaluates the file at `path`, which was loaded, anew each time it is called; null if that needs to be awaited. */
export const loadAnew = async (path: string, { libraries }: Loaded): Promise<(() => Module) | null> => {
  try {
    const { text } = await bundled(path, join(tmpdir(), 'anew.cjs'), new Map(), 'cjs');
    const found = [...libraries.values()].map(async (url) => [url, await import(url)] as const);
    return importedAnew(text, new Map(await Promise.all(found)));
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
};

/**
 * `outfile` is where the bundle will lie: the source map leads from there to the program's own files. Adds to `libraries` the names
 * `ringfence/…` that are imported, and where those are.
 */
const bundled = async (
  path: string,
  outfile: string,
  libraries: Map<string, string>,
  format: 'esm' | 'cjs' = 'esm',
): Promise<{ readonly text: string; readonly map: string }> => {
  // Loaded here: most commands bundle nothing, and it takes a good part of their start.
  const { build } = await import('esbuild');
  try {
    const { outputFiles, metafile } = await build({
      absWorkingDir: process.cwd(),
      entryPoints: [path],
      bundle: true,
      write: false,
      metafile: true,
      outfile,
      format,
      define: format === 'esm' ? {} : { 'import.meta.url': JSON.stringify(pathToFileURL(outfile).href) },
      platform: 'node',
      target: 'node20',
      sourcemap: 'both',
      keepNames: true,
      logLevel: 'silent',
      plugins: [ringfencePlugin(libraries)],
    });
    noteSources(path, Object.keys(metafile.inputs));
    const [map, text] = [true, false].map((isMap) => outputFiles.find(({ path }) => path.endsWith('.map') === isMap));
    return { text: text?.text ?? '', map: map?.text ?? '' };
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
  } catch (thrown) {
    const threw = describeThrown(thrown).replace(/^Error: /, '');
    throw new Mistake(`${path}: loading it threw ${threw}`, mistakeOf(thrown)?.place ?? null);
  }
};

/** Maps `ringfence/userland` and the other names that package.json exports to files of the running copy, and adds them to `libraries`. */
const ringfencePlugin = (libraries: Map<string, string>): Plugin => ({
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
      const { href } = moduleOf(typeof target === 'string' ? target : target.default);
      libraries.set(name, href);
      return { path: href, external: true };
    });
  },
});
