/** How fast every state is explored, and in how much memory: by ours, alone and with two workers, and by SPIN where it is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promela } from './model.ts';

const SCOPE = [6, 3, 3];
const EXPLORED = fileURLToPath(new URL('explored.js', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../monitor/ringfence.js', import.meta.url));

/** What came of one engine: states a second, and bytes at most; null where that is not known. */
export interface ExploringRow {
  readonly name: string;
  readonly states: number;
  readonly edges: number;
  readonly rate: number;
  readonly bytes: number | null;
}

/** One after the other, beginning and ending with ours: the host may have changed meanwhile. */
export function* exploringRows(): Generator<ExploringRow> {
  yield ours('one thread');
  yield together();
  const spin = spinRow();
  if (spin === null)
    process.stderr.write('SPIN and gcc are not both installed (on Debian: apt-get install spin gcc)\n');
  else yield spin;
  yield ours('one thread, once more');
}

const ours = (name: string): ExploringRow => {
  const text = execFileSync(process.execPath, [EXPLORED, ...SCOPE.map(String)], { encoding: 'utf8' });
  const { states, edges, seconds, bytes } = JSON.parse(text);
  return { name, states, edges, rate: states / seconds, bytes };
};

const together = (): ExploringRow => {
  const words = ['explore', 'weensyos-pages', '--scope', SCOPE.join(','), '--workers', '2', '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], { encoding: 'utf8' });
  const { states, edges } = JSON.parse(stdout);
  const [, rate] = /([\d,]+) states a second/.exec(stderr) ?? [];
  return { name: 'two threads', states, edges, rate: Number(rate?.replaceAll(',', '')), bytes: null };
};

const spinRow = (): ExploringRow | null => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-spin-'));
  try {
    const [pages, processes, addresses] = SCOPE;
    writeFileSync(join(folder, 'pages.pml'), promela({ pages, processes, addresses }));
    const run = (command: string, ...words: string[]): string =>
      execFileSync(command, words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    run('spin', '-a', 'pages.pml');
    run('gcc', '-O2', '-DSAFETY', '-DNOREDUCE', '-DBFS', '-DMEMLIM=4000', '-o', 'pan', 'pan.c');
    return told(run('./pan', '-w22'));
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const told = (text: string): ExploringRow => {
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);
  return {
    name: 'SPIN, breadth first',
    states: number(/(\d+) states, stored/),
    edges: number(/(\d+) transitions \(/),
    rate: number(/rate ([\d.]+) states/),
    bytes: number(/([\d.]+)\s+total actual memory usage/) * 1e6,
  };
};
