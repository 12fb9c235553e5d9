/** The package v86, which who wants no kernel of JOS run here need not have: it is loaded if it is installed. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { UsageError } from '../../../presentation/boot/usage-error.ts';
import type { EmulatorMaker, EmulatorParts } from '../../../specs/judging-dumps.ts';

/** What is used of WebAssembly, of which the types of Node say nothing. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    compile(bytes: Uint8Array): Promise<object>;
    instantiate(module: object, imports: object): Promise<{ readonly exports: object }>;
  };
};

/** The parts of v86. Throws a UsageError that says how to get it. */
export const emulatorParts = async (): Promise<EmulatorParts> => {
  try {
    const { V86 } = (await import('v86')) as unknown as { readonly V86: EmulatorMaker };
    const file = createRequire(import.meta.url).resolve('v86/build/v86.wasm');
    const wasm = await WebAssembly.compile(readFileSync(file));
    return {
      V86,
      instance: async (imports) => (await WebAssembly.instantiate(wasm, imports)).exports,
    };
  } catch (error) {
    if (!MISSING.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new UsageError(
      'judge --image: a kernel of JOS is run in v86, a PC for Node, which is not installed: npm install v86 installs it (with --global, if ringfence was installed so)',
    );
  }
};

const MISSING: readonly string[] = [
  'ERR_MODULE_NOT_FOUND',
  'MODULE_NOT_FOUND',
  'ENOENT',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
];
