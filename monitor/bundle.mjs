/**
 * Packs the command into few files, dist/monitor/command/: it starts twice as fast as from its many modules. Those of the model stay: code that people
 * bring shares them, and stacks are told by their places. `judge` takes no such code, and is packed with all that it uses, dist/monitor/judging/.
 */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { throughFaces } from '../page/faces.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const COMMAND = join(root, 'dist/monitor/command');
const JUDGING = join(root, 'dist/monitor/judging');

/** Rooms that stay as the compiler leaves them. */
const MODULE = /^(?:hardware|kernel|userland)\//;
const OTHER = /^monitor\/(?!judge\/)(\w+)\/\1\.ts$/;

/** Where the file at `path`, in a room, is once it was compiled, as what is packed sees it. */
const compiled = (path) => `../../${path.replace(/\.ts$/, '.js')}`;

/** Leaves modules as they are that `stays` is true of: of a file's path, and the path of who imports it. */
const leaving = (stays) => ({
  name: 'leaving',
  setup(build) {
    build.onResolve({ filter: /^[./].*\.ts$/ }, ({ path, resolveDir, kind, importer }) => {
      if (kind === 'entry-point') return null;
      const file = pathOf(resolve(resolveDir, path));
      return stays(file, pathOf(importer)) ? { path: compiled(file), external: true } : null;
    });
  },
});

const pathOf = (file) => relative(root, file).replaceAll('\\', '/');

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

/** Other commands than `judge`, to which only the table of commands leads. */
const isOther = (file, importer) => importer === 'monitor/commands.ts' && OTHER.test(file);

const pack = async (target, files, stays) => {
  rmSync(target, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: files,
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
    plugins: [leaving(stays), throughFaces],
    logLevel: 'warning',
  });
};

/** Packs what is there, in place of what was packed before. */
export const bundleCommand = async () => {
  await pack(JUDGING, ['monitor/process.ts'], isOther);
  await pack(COMMAND, ['process.ts', ...THREADS].map((file) => `monitor/${file}`).concat(faces()), (file) =>
    MODULE.test(file),
  );
};
