import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

const root = dirname(fileURLToPath(import.meta.url));

/**
 * Specs run against the compiled code, made anew here: what users run is what is tested, and Node loads it natively. Rewritten
 * by the test runner, imports become look-ups of properties, and the model runs ten times slower.
 */
const compiledCode = (): Plugin => ({
  name: 'compiled-code',
  enforce: 'pre',
  buildStart() {
    execFileSync(
      process.execPath,
      [resolve(root, 'node_modules/typescript/bin/tsc'), '--project', 'tsconfig.build.json'],
      { cwd: root, stdio: 'inherit' },
    );
  },
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !source.endsWith('.ts')) return null;
    const file = relative(root, resolve(dirname(importer), source));
    const compiled = resolve(root, 'dist', file.replace(/\.ts$/, '.js'));
    const ours = !file.startsWith('..') && !file.startsWith(`node_modules${sep}`);
    return ours && existsSync(compiled) ? { id: compiled, external: true } : null;
  },
});

export default defineConfig({
  plugins: [compiledCode()],
  test: {
    include: ['specs/**/*.spec.ts'],
    testTimeout: 60_000,
    maxWorkers: 2,
    server: { deps: { external: [/[\\/]dist[\\/]/] } },
  },
});
