/** The package as others get it: packed, installed elsewhere, every export imported, the command run. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

test('nothing is published but what runs, its types, the docs, the examples, the README and the licence', () => {
  expect(packed).toContain('LICENSE');
  expect(
    packed.filter(
      (file) => !/^(dist\/.*\.(js|d\.ts)|docs\/.*|examples\/.*|README\.md|LICENSE|package\.json)$/.test(file),
    ),
  ).toEqual([]);
});
