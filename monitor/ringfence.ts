#!/usr/bin/env node
/** The way in. Many small modules take long to load, so that a build also packs them into few (bundle.mjs); where that was left out, as they are. */
import { existsSync } from 'node:fs';

const folder = process.argv[2] === 'judge' ? 'judging' : 'command';
const packed = new URL(`./${folder}/process.js`, import.meta.url);
await (existsSync(packed) ? import(packed.href) : import('./process.ts'));
