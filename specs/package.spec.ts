/** The package as others get it: packed, installed elsewhere, every export imported, the command run. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
let folder = '';
/** Paths of the files that were packed. */
let packed: readonly string[] = [];

const command = (name: string, ...words: readonly string[]): string =>
  execFileSync(name, words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-package-'));
  const [{ files }] = JSON.parse(command(NPM, 'pack', PACKAGE, '--ignore-scripts', '--json', '--loglevel=error'));
  packed = files.map(({ path }: { path: string }) => path);
  writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "private": true, "type": "module" }\n');
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  command(NPM, 'install', `./ringfence-${version}.tgz`, ...QUIET);
}, 120_000);

test('every export can be imported, and has types', () => {
  const { exports } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const rooms = Object.entries<{ types?: string }>(exports).flatMap(([name, { types }]) =>
    types === undefined ? [] : [{ specifier: name.replace(/^\./, 'ringfence'), types }],
  );
  const imports = rooms.map(({ specifier }) => `console.log(Object.keys(await import('${specifier}')).length);`);
  const counts = command(process.execPath, '--input-type=module', '--eval', imports.join('\n')).trimEnd().split('\n');
  expect([rooms.length > 4, counts.length]).toEqual([true, rooms.length]);
  for (const [i, { specifier, types }] of rooms.entries()) {
    expect(Number(counts[i]), specifier).toBeGreaterThan(3);
    expect(readFileSync(join(folder, 'node_modules/ringfence', types), 'utf8')).toMatch(/export/);
  }
});

test('a kernel boots from the library, and can be made to err', () => {
  const script = `
    import { WeensyKernel } from 'ringfence/kernel';
    import { exitProgram } from 'ringfence/userland';
    class Forgetful extends WeensyKernel { share() {} }
    for (const Kernel of [WeensyKernel, Forgetful]) {
      const kernel = new Kernel({ programs: [exitProgram()] });
      kernel.boot();
      kernel.machine.run(Infinity, 100);
      console.log(kernel.viewer.errors().length > 0);
    }`;
  expect(command(process.execPath, '--input-type=module', '--eval', script)).toBe('false\ntrue\n');
});

test('the command runs with npx, also a program of the user', () => {
  expect(command('npx', 'ringfence', '--version')).toMatch(/^ringfence /);
  writeFileSync(
    join(folder, 'mine.ts'),
    "import { exit, type Program } from 'ringfence/userland';\nexport function* main(): Program { yield exit(); }\n",
  );
  expect(command('npx', 'ringfence', 'run', './mine.ts')).toContain('All processes have exited');
});

test('the page is in the package', () => {
  const ringfence = 'node_modules/ringfence/dist/monitor/ringfence.js';
  expect(command(process.execPath, ringfence, 'page', '--save', 'page.html')).toContain('page.html: the page, whole');
});

/** What a test runner prints and returns in a folder beside the installed package. */
const runner = (name: string, ...words: readonly string[]): { readonly code: number | null; readonly out: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: join(folder, name), encoding: 'utf8' });
  return { code: status, out: stdout + stderr };
};

/** Vitest is not installed again: it is that of the repository. */
const vitest = (name: string, ...filters: readonly string[]): ReturnType<typeof runner> => {
  const linked = join(folder, 'node_modules/vitest');
  if (!existsSync(linked)) symlinkSync(join(PACKAGE, 'node_modules/vitest'), linked);
  return runner(name, join(linked, 'vitest.mjs'), 'run', '--no-color', '--testTimeout=60000', ...filters);
};

/** A project with nothing but a broken kernel, and the six lines. */
const project = (name: string, runnerModule: string, extension: string): void => {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(
    join(folder, name, `mine.${extension}`),
    "import { WeensyKernel } from 'ringfence/kernel';\nexport default class Mine extends WeensyKernel {\n  share() {}\n}\n",
  );
  writeFileSync(
    join(folder, name, `mine.test.${extension}`),
    `import { checkKernel } from 'ringfence/check';
import { test } from '${runnerModule}';
import Mine from './mine.${extension}';

test('my kernel keeps its promises', () => checkKernel(Mine, { seed: 5 }));
`,
  );
};

test.each([
  ['vitest', 'ts', () => vitest('vitest')],
  ['node:test', 'mjs', () => runner('node-test', '--test')],
] as const)(
  'six lines check a kernel under %s: page, program, seed and file are named, and the second run replays it',
  (module, extension, run) => {
    project(module.replace(':', '-'), module, extension);
    const first = run();
    expect(first.code).toBe(1);
    expect(first.out).toMatch(/The kernel broke an invariant: exact reference count[\s\S]*page 0x5000: expected 2: /);
    expect(first.out).toMatch(/yield fork\(\);[\s\S]*Found in Mine of \.\/mine\.\w+ by seed 5/);
    const [, kept] =
      /Kept in (\.ringfence\/failures\/mine\.exact-reference-count\.\w+\.check\.json)/.exec(first.out) ?? [];
    expect(run().out).toContain(`by what was kept of it when it went wrong before: ${kept}`);
  },
);

test('each example is a project that works where the package is installed', () => {
  cpSync(join(PACKAGE, 'examples'), join(folder, 'examples'), { recursive: true });
  const names = readdirSync(join(folder, 'examples'));
  const scripts = names.map(
    (name) => JSON.parse(readFileSync(join(folder, 'examples', name, 'package.json'), 'utf8')).scripts,
  );
  const under = (command: string): string[] => names.filter((_, i) => scripts[i].test.startsWith(command));
  // One process for all that vitest runs.
  expect(vitest('examples', ...under('vitest run')).out).toMatch(
    new RegExp(`Test Files +${under('vitest run').length} passed`),
  );
  for (const name of under('node --test')) expect(runner(`examples/${name}`, '--test').out).toContain('# pass 1');
  for (const name of under('ringfence ')) {
    const words = scripts[names.indexOf(name)].test.split(' ').slice(1);
    expect(
      runner(`examples/${name}`, join(folder, 'node_modules/ringfence/dist/monitor/ringfence.js'), ...words).code,
    ).toBe(0);
  }
  expect([under('vitest run'), under('node --test'), under('ringfence ')].flat().toSorted()).toEqual(names);
}, 180_000);

test('nothing is published but what runs, its types, their sources, the docs, the examples, what changed, the README and the licence', () => {
  expect(packed).toContain('LICENSE');
  const published =
    /^(dist\/.*\.(js|d\.ts|d\.ts\.map)|dist\/page\/[\w-]+\.(html|css)|(hardware|kernel|userland|specs|presentation|monitor)\/.*\.ts|docs\/.*|man\/ringfence\.1|examples\/.*|(README|CHANGELOG)\.md|LICENSE|package\.json)$/;
  expect(packed).toEqual(
    expect.arrayContaining(['dist/page/index.html', 'dist/page/page.css', 'dist/page/ringfence.html']),
  );
  expect(packed.filter((file) => !published.test(file) || /\.spec\.ts$|^specs\/(monitor|page)\//.test(file))).toEqual(
    [],
  );
});

test('from the types of each export an editor finds the source in TypeScript', () => {
  const maps = packed.filter((file) => file.endsWith('.d.ts.map'));
  const sourceOf = (map: string): string => {
    const { sources } = JSON.parse(readFileSync(join(folder, 'node_modules/ringfence', map), 'utf8'));
    return normalize(join(dirname(map), ...sources)).replaceAll('\\', '/');
  };
  expect(maps.length).toBe(packed.filter((file) => file.startsWith('dist/') && file.endsWith('.d.ts')).length);
  expect(maps.filter((map) => !packed.includes(sourceOf(map)))).toEqual([]);
});

test('a bundle of fork alone holds fork alone', () => {
  const { outputFiles } = buildSync({
    stdin: { contents: "export { fork } from 'ringfence/userland';", resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  expect(outputFiles[0].text).toContain('systemCall');
  expect(outputFiles[0].contents.length).toBeLessThan(2000);
});

test('the lock names every platform of what is made for each platform apart', () => {
  interface Locked {
    readonly optionalDependencies?: Readonly<Record<string, string>>;
    readonly integrity?: string;
  }
  const { packages } = JSON.parse(readFileSync(join(PACKAGE, 'package-lock.json'), 'utf8'));
  const [, ...locked] = Object.entries<Locked>(packages);
  const platforms = locked.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
  const names = new Set(locked.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)));
  expect(platforms.filter((name) => /darwin-arm64|win32-x64/.test(name)).length).toBeGreaterThan(5);
  expect(platforms.filter((name) => !names.has(name))).toEqual([]);
  expect(locked.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
});
