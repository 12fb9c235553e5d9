/** The files for schedulers in docs/campaigns, and the workflow of our own: their commands, obeyed with the variables that a scheduler sets. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, PACKAGE } from '../terminal.ts';
import { obeyLine } from './reader.ts';

const FOLDER = join(PACKAGE, 'docs/campaigns');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const SHARDS = ['1', '2'];
const MINE = "import { WeensyKernel } from 'ringfence/kernel';\nexport default class Mine extends WeensyKernel {}\n";

/** The commands of a file, each in a line, those of its comments last: the steps of a job, a script of a container, lines of a shell. */
const commandsOf = (text: string): string[] => {
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n');
  const commands = lines.flatMap((line) => /^(?:\s*- run: |\s*)(npx ringfence .*)$/.exec(line)?.[1] ?? []);
  const comments = lines.flatMap((line) => /^# +(npx ringfence .*)$/.exec(line)?.[1] ?? []);
  return [...commands, ...comments];
};

/** What a scheduler sets for a shard; expressions of GitHub's are written as variables of a shell. */
const variablesOf = (shard: string, folder: string): NodeJS.ProcessEnv => ({
  SHARD: shard,
  SHARDS: `${SHARDS.length}`,
  SLURM_ARRAY_TASK_ID: shard,
  SLURM_ARRAY_TASK_COUNT: `${SHARDS.length}`,
  SLURM_CPUS_PER_TASK: '1',
  JOB_COMPLETION_INDEX: `${Number(shard) - 1}`,
  RESULTS: folder,
});
const asShell = (command: string): string =>
  command
    .replaceAll(/\$\{\{ matrix\.shard \}\}/g, '$SHARD')
    .replaceAll(/\$\{\{ strategy\.job-total \}\}/g, '$SHARDS')
    .replace(/ \|\| test \$\? -eq 1$/, '');

/** The first shard does what comes before all rounds, which takes longer; merging is obeyed with the page of shards. */
const LAST = SHARDS[SHARDS.length - 1];

test.each([
  ['matrix.yml', 'part-*.json'],
  ['slurm-array.sh', 'part-*.json'],
  ['kubernetes.yml', '$RESULTS/part-*.json'],
])('a shard of %s is what the scheduler counts, and writes a part for the report', async (name, parts) => {
  const folder = folderWith({ 'mine.ts': MINE });
  const [shard, merge, ...more] = commandsOf(read(name)).map(asShell);
  expect([merge, more]).toEqual([`npx ringfence check --merge ${parts}`, []]);
  const { code, errors } = await obeyLine(folder, shard, { variables: variablesOf(LAST, folder) });
  expect([name, code, errors]).toEqual([name, 0, errors]);
  const written = readdirSync(folder).filter((file) => /^part-\d+\.json$/.test(file));
  expect(written).toHaveLength(1);
  expect(JSON.parse(readFileSync(join(folder, written[0]), 'utf8'))).toMatchObject({
    shard: `${LAST}/${SHARDS.length}`,
    kernel: './mine.ts',
    failure: null,
  });
});

test('with every push a kernel of a repository is checked, and one with a mistake fails', async () => {
  const [check, ...more] = commandsOf(read('check-my-kernel.yml')).map(asShell);
  expect(more).toEqual([]);
  const forgetful = MINE.replace('{}', '{ override share(): void {} }');
  const { code, out } = await obeyLine(folderWith({ 'mine.ts': forgetful }), check);
  expect([code, out]).toEqual([1, expect.stringContaining('Kept in .ringfence/failures/mine.')]);
  expect(read('check-my-kernel.yml')).toContain('path: .ringfence/failures\n');
});

test('shards are counted as the schedulers count them', () => {
  const pods = read('kubernetes.yml');
  const [, completions] = /completions: (\d+)/.exec(pods) ?? [];
  expect(pods).toContain(`parallelism: ${completions}\n`);
  expect(pods).toContain(`{ name: SHARDS, value: "${completions}" }`);
  expect(read('slurm-array.sh')).toMatch(/^#SBATCH --array=1-\d+$/m);
  expect(read('matrix.yml')).toMatch(/shard: \[1, 2, 3, 4\]/);
});

test('the page of shards names each of the files', () => {
  const page = readFileSync(join(PACKAGE, 'docs/shards.md'), 'utf8');
  const named = [...page.matchAll(/\]\(campaigns\/([\w.-]+)\)/g)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(readdirSync(FOLDER).toSorted());
});

test('our own workflow runs what a change must pass on each Node from the oldest that is supported on', () => {
  const workflow = readFileSync(join(PACKAGE, '.github/workflows/ci.yml'), 'utf8');
  const { engines } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const [, versions] = /node: \[([\d, ]+)\]/.exec(workflow) ?? [];
  const [oldest, ...others] = versions.split(', ').map(Number);
  expect(engines.node).toMatch(new RegExp(`^>=${oldest}\\.`));
  expect(others).toEqual([22, 24]);
  const scripts = [...workflow.matchAll(/- run: (\.ci\/\w+)$/gm)].map(([, script]) => script);
  expect(scripts).toEqual(['.ci/run', '.ci/install']);
  for (const script of scripts) expect(statSync(join(PACKAGE, script)).mode & 0o111, script).not.toBe(0);
});
