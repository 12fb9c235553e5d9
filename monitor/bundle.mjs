/**
 * Packs the command into few files, dist/monitor/command/: it starts twice as fast as from its many modules. Those of the model stay: code that people
 * bring shares them, and stacks are told by their places. Dumps are judged without any such code: what that needs is in one file, dumps.js.
 */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { throughFaces } from '../page/faces.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'dist/monitor/command');

/** Rooms that stay as the compiler leaves them. */
const MODULE = /^(?:hardware|kernel|userland)\//;
/** What dumps are judged without: other commands and their limits, kernels that run, and moments of those. */
const NOT_OF_DUMPS =
  /^monitor\/(?:(?!judge\/)(\w+)\/\1|limits\/(?:child|supervisor)|judge\/(?:at-moment|kept-dumps|(?:qemu|image)\/judged))\.ts$/;

/** Where the file at `path`, in a room, is once it was compiled, as what is packed sees it. */
const compiled = (path) => `../../${path.replace(/\.ts$/, '.js')}`;

/** Leaves modules as they are whose paths are like `pattern`. */
const leaving = (pattern) => ({
  name: 'leaving',
  setup(build) {
    build.onResolve({ filter: /^[./].*\.ts$/ }, ({ path, resolveDir, kind }) => {
      if (kind === 'entry-point') return null;
      const file = relative(root, resolve(resolveDir, path)).replaceAll('\\', '/');
      return pattern.test(file) ? { path: compiled(file), external: true } : null;
    });
  },
});

/** The faces that package.json exports, by the names of their files: who brings code gets the same modules as the command. */
const faces = () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target.default]));
  const sources = files.map((file) => file.replace('./dist/', '').replace(/\.js$/, '.ts'));
  return [...new Set(sources)].filter((file) => !MODULE.test(file));
};

/** Scripts of threads, which are found beside whoever starts them. */
const THREADS = [
  'limits/lookout-thread.ts',
  'check/round-worker.ts',
  'fuzz/search-worker.ts',
  'explore/share-worker.ts',
  'explore/kernel-worker.ts',
];

const pack = (stays, options) =>
  build({
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    charset: 'utf8',
    legalComments: 'none',
    plugins: [leaving(stays), throughFaces],
    logLevel: 'warning',
    ...options,
  });

/** Packs what is there, in place of what was packed before. */
export const bundleCommand = async () => {
  rmSync(target, { recursive: true, force: true });
  await pack(NOT_OF_DUMPS, { entryPoints: ['monitor/process.ts'], outfile: join(target, 'dumps.js') });
  await pack(MODULE, {
    entryPoints: ['process.ts', ...THREADS].map((file) => `monitor/${file}`).concat(faces()),
    entryNames: '[name]',
    chunkNames: 'part-[hash]',
    outdir: target,
    splitting: true,
  });
};
