/**
 * Bundles the page: `npm run page` writes dist/page/, static files that any host serves, and ringfence.html, all of it in one file that needs no
 * network. `bundlePage(folder)` does the same for whoever builds the package.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { throughFaces } from './faces.mjs';

const page = dirname(fileURLToPath(import.meta.url));

const SCRIPTS = {
  esm: { page: 'page.tsx', player: 'workers/player.ts', scholar: 'workers/scholar.ts' },
  iife: { page: 'page.tsx', worker: 'workers/either.ts' },
};

/**
 * The scripts, by name: each whole by itself (`iife`), or sharing what they have in common, with what is rarely asked for apart (`esm`), for browsers
 * that may load one file from another.
 */
const bundled = async (format) => {
  const { outputFiles } = await build({
    absWorkingDir: page,
    entryPoints: Object.entries(SCRIPTS[format]).map(([out, file]) => ({ in: file, out })),
    outdir: 'out',
    write: false,
    bundle: true,
    // Not names: scenarios are written down by those of operations, and what a kernel did is told by those of its functions.
    minifySyntax: true,
    minifyWhitespace: true,
    format,
    splitting: format === 'esm',
    chunkNames: 'parts/[name]-[hash]',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    loader: { '.md': 'text' },
    plugins: [throughFaces],
    // Where code of the package is told from that of others by its place: here all code is the package's.
    define: { 'import.meta.url': '"file:///page/parts/of/the/page.js"' },
    tsconfig: join(page, 'tsconfig.json'),
    logLevel: 'warning',
  });
  const out = join(page, 'out');
  return Object.fromEntries(outputFiles.map(({ path, text }) => [relative(out, path).replaceAll('\\', '/'), text]));
};

/** A script as it stands within a page: nothing in it may end it. */
const inline = (code) => code.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');

const put = (html, mark, text) => html.replace(`<!-- ${mark} -->`, () => text);

/** Writes the page into `folder`, in place of what is there. */
export const bundlePage = async (folder) => {
  const [whole, parts] = await Promise.all([bundled('iife'), bundled('esm')]);
  const html = readFileSync(join(page, 'page.html'), 'utf8');
  const css = readFileSync(join(page, 'page.css'), 'utf8');
  const worker = `<script type="text/plain" id="worker-code">${inline(whole['worker.js'])}</script>`;
  const scripts = [worker, `<script>${inline(whole['page.js'])}</script>`].join('\n    ');
  const single = put(put(html, 'style', `<style>${css}</style>`), 'scripts', scripts);
  const style = '<link rel="stylesheet" href="./page.css" />';
  const linked = put(put(html, 'style', style), 'scripts', '<script type="module" src="./page.js"></script>');
  const files = { ...parts, 'page.css': css, 'index.html': linked, 'ringfence.html': single };
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundlePage(join(page, '../dist/page'));
