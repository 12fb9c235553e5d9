/** Leads the imports of specs to the compiled code: for the runner of specs, in all its uses. */
import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** What a plugin of Vite is here. */
export interface CompiledCode {
  readonly name: string;
  readonly enforce: 'pre';
  resolveId(source: string, importer: string | undefined): { id: string; external: true } | null;
}

/** Modules that the runner must load natively, not rewrite. */
export const NATIVE: readonly RegExp[] = [/[\\/]dist[\\/]/];

/**
 * A plugin that takes `dist/x.js` for `x.ts` wherever the compiler has made one in the project at `root`: what users run is what
 * is tested, and Node loads it natively. Rewritten by the test runner, imports become look-ups of properties, and the model
 * runs ten times slower.
 */
export const compiledCode = (root: string): CompiledCode => ({
  name: 'compiled-code',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !source.endsWith('.ts')) return null;
    const file = relative(root, resolve(dirname(importer), source));
    const compiled = resolve(root, 'dist', file.replace(/\.ts$/, '.js'));
    const ours = !file.startsWith('..') && !file.startsWith(`node_modules${sep}`);
    return ours && existsSync(compiled) ? { id: compiled, external: true } : null;
  },
});
