/**
 * Packs the command into few files, dist/monitor/command/: it starts twice as fast as from its many modules. Those of the model stay: code that people
 * bring shares them, and stacks are told by their places.
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

/** Where the file at `path`, in a room, is once it was compiled, as what is packed sees it. */
const compiled = (path) =>
  relative(target, join(root, 'dist', path))
    .replaceAll('\\', '/')
    .replace(/\.ts$/, '.js');

const modules = {
  name: 'modules',
  setup(build) {
    build.onResolve({ filter: /^[./].*\.ts$/ }, ({ path, resolveDir, kind }) => {
      if (kind === 'entry-point') return null;
      const file = relative(root, resolve(resolveDir, path)).replaceAll('\\', '/');
      return MODULE.test(file) ? { path: compiled(file), external: true } : null;
    });
  },
};

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
];

/** Packs what is there, in place of what was packed before. */
export const bundleCommand = async () => {
  rmSync(target, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['process.ts', ...THREADS].map((file) => `monitor/${file}`).concat(faces()),
    entryNames: '[name]',
    chunkNames: 'part-[hash]',
    outdir: target,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    charset: 'utf8',
    legalComments: 'none',
    plugins: [modules, throughFaces],
    logLevel: 'warning',
  });
};
