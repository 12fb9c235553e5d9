/** Who obeys a page of the documentation, in an empty folder: writes the files that it shows and gives its commands, with a small budget. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { folderWith, type Outcome, PACKAGE, ringfence, ringfenceHere } from '../terminal.ts';
import type { Step } from './page.ts';

/** Words that follow those of a page, so that searches are short: of an option given twice the last counts. */
const BUDGETS: Readonly<Record<string, readonly string[]>> = {
  check: ['--operations', '1', '--workers', '1'],
  fuzz: ['--runs', '8', '--workers', '1'],
};
/** What has an end of its own, and takes no budget. */
const WITHOUT_BUDGET = ['--merge', '--replay', '--path', '--compare', '--help'];
/** What is written past `process.stdout`: to be on disk whatever comes after, or by a process with limits. */
const BY_A_PROCESS = /^record |^run .*--json|^export .* -( |$)|^check --merge/;

/** A folder with what a clone or the package has beside the documentation's commands: traces, and a place for charts. */
export const readersFolder = (): string => {
  const folder = folderWith({});
  mkdirSync(join(folder, 'docs/allocators'), { recursive: true });
  cpSync(join(PACKAGE, 'docs/traces'), join(folder, 'docs/traces'), { recursive: true });
  return folder;
};

/** Writes a file of a page, or more of it. */
export const write = (folder: string, { name, text }: Extract<Step, { kind: 'file' }>): void =>
  appendFileSync(join(folder, name), text);

/**
 * Obeys a line of a shell, with `variables`; within a small budget, unless `full`. Shards in the background are obeyed one by one. What is not
 * `ringfence` alone is left to bash, which finds `ringfence` and `npx` among its commands.
 */
export const obeyLine = async (
  folder: string,
  line: string,
  { full = false, variables = {} }: { readonly full?: boolean; readonly variables?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> => {
  const [, name, values, each] = /^for (\w+) in ([\w ]+); do (.*) & done; wait$/.exec(line) ?? [];
  if (name !== undefined) {
    const outcomes = [];
    for (const value of values.split(' '))
      outcomes.push(await obeyLine(folder, each, { full, variables: { ...variables, [name]: value } }));
    return { ...outcomes[0], code: Math.max(...outcomes.map(({ code }) => code ?? Number.NaN)) };
  }
  const [, text, file] = /^(?:npx )?ringfence ([^|&;<>]*?)(?:> (\S+))?$/.exec(line) ?? [];
  if (text === undefined) return inShell(folder, line, variables);
  const words = wordsOf(folder, text, variables);
  const all = full ? words : [...words, ...budgetOf(words)];
  const outcome = BY_A_PROCESS.test(text) ? ringfence(all, folder) : await ringfenceHere(all, folder);
  for (const path of file ? wordsOf(folder, file, variables) : []) writeFileSync(resolve(folder, path), outcome.out);
  return outcome;
};

const budgetOf = (words: readonly string[]): readonly string[] =>
  words.some((word) => WITHOUT_BUDGET.includes(word)) ? [] : (BUDGETS[words[0]] ?? []);

/** `text` as bash has it: without quotes, with the values of variables, patterns spelt out. */
const wordsOf = (folder: string, text: string, variables: NodeJS.ProcessEnv): string[] => {
  const env = { ...process.env, ...variables };
  const words = execFileSync('bash', ['-c', `printf '%s\\0' ${text}`], { cwd: folder, env, encoding: 'utf8' });
  return words.split('\0').slice(0, -1);
};

/** Obeys a script of a shell, with `variables`. */
const inShell = (folder: string, script: string, variables: NodeJS.ProcessEnv): Outcome => {
  const env = { ...process.env, ...variables, PATH: `${commandsIn()}${delimiter}${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, env, encoding: 'utf8' });
  return { code: status, out: stdout, errors: stderr };
};

/** A folder with `ringfence` and `npx` for a shell, which keep to the budget. */
const commandsIn = (): string => {
  const cases = Object.entries(BUDGETS).map(([name, words]) => `${name}) set -- "$@" ${words.join(' ')};;`);
  const ringfenceScript = `#!/usr/bin/env bash
case " $* " in *" ${WITHOUT_BUDGET.join(' "*|*" ')} "*) ;; *) case "$1" in ${cases.join(' ')} esac;; esac
exec '${process.execPath}' '${join(PACKAGE, 'dist/monitor/ringfence.js')}' "$@"
`;
  const folder = folderWith({});
  const options = { mode: 0o755 };
  writeFileSync(join(folder, 'ringfence'), ringfenceScript, options);
  writeFileSync(join(folder, 'npx'), '#!/usr/bin/env bash\nexec "$@"\n', options);
  return folder;
};
