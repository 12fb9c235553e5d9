#!/usr/bin/env node
/** The way in. Many small modules take long to load, so that a build also packs them into few (bundle.mjs); where that was left out, as they are. */
import { existsSync } from 'node:fs';

const [command, ...words] = process.argv.slice(2);
const isOfDumps = command === 'judge' && !words.some((word) => /^--(?:moment|qemu|image)\b/.test(word));
const packed = new URL(`./command/${isOfDumps ? 'dumps' : 'process'}.js`, import.meta.url);
await (existsSync(packed) ? import(packed.href) : import('./process.ts'));
