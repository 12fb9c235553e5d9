/** A student's kernel runs under judgement in a browser, and is found wrong at the event and the line that Node finds. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { V86 } from 'v86';
import { expect, test } from 'vitest';
import { build, whyNotBuilt } from '../real/jos/built.ts';
import { type FoundHere, judgedKernel } from './kernel-here.ts';
import { inBrowser, PACKAGE, Visitor } from './visitor.ts';

declare global {
  /** What the bundle leaves in the browser: it is given files in base64. */
  var judgedThere: (wasm: string, kernel: string) => Promise<FoundHere>;
}

/** The judges and v86 in one script for a browser, which has nothing of Node. */
const scriptOf = async (): Promise<string> => {
  const entry = `
    import { V86 } from 'v86';
    import { judgedKernel } from './kernel-here.ts';
    const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    globalThis.judgedThere = (wasm, kernel) => judgedKernel(V86, bytesOf(wasm), bytesOf(kernel));`;
  const { outputFiles } = await bundle({
    stdin: { contents: entry, resolveDir: join(PACKAGE, 'specs/page') },
    ...{ bundle: true, write: false, format: 'iife', platform: 'browser', target: 'es2023', logLevel: 'silent' },
    // v86 asks for them only where there is Node.
    external: ['node:*', 'fs', 'perf_hooks', 'url', 'crypto'],
  });
  return outputFiles[0].text;
};

inBrowser('a kernel of JOS that runs in the browser', () => {
  test.skipIf(whyNotBuilt() !== null)('is found wrong at the same event, page, store and line as in Node', async () => {
    const wasm = readFileSync(createRequire(import.meta.url).resolve('v86/build/v86.wasm'));
    const kernel = readFileSync(build({ lab: 4, mistake: 'FREE_KEEPS_TABLES' }));
    const visitor = await Visitor.at('about:blank');
    await visitor.page.addScriptTag({ content: await scriptOf() });
    const there = await visitor.page.evaluate(([wasm, kernel]) => globalThis.judgedThere(wasm, kernel), [
      wasm.toString('base64'),
      kernel.toString('base64'),
    ] as const);
    const { errors, requests } = visitor;
    await visitor.close();
    const here = await judgedKernel(V86, wasm, new Uint8Array(kernel));
    expect(there).toEqual(here);
    expect([here.wrong[0].name, here.first]).toEqual(['nothing leaks', here.notes.length - 1]);
    expect(here.line).toMatch(/^env\.c:\d+$/);
    expect(here.console).toContain('Physical memory: 8192K');
    expect([errors, requests.filter((url) => !/^(?:about|data|blob):/.test(url))]).toEqual([[], []]);
  });
});
