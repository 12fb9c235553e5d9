import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { version } from '../../monitor/command-line/package.ts';
import { HELP } from '../../monitor/help-texts.ts';
import { manualPage } from '../../monitor/manual/manual.ts';
import { SEEDED_BUGS } from '../bugs/every-seeded-bug.ts';
import { folderWith, PACKAGE, ringfenceHere } from './terminal.ts';

/** What bash offers at the end of each of `lines`, asked in a folder with a file mine.ts. */
const offered = async (lines: readonly string[]): Promise<string[][]> => {
  const { out: script } = await ringfenceHere(['completion', 'bash']);
  const folder = folderWith({ 'mine.ts': '', 'completion.bash': script });
  const ask = lines.map((line) => {
    // As bash divides a line: at spaces, and around an equals sign.
    const words = line.split(/ |(?<==)|(?==)/).map((word) => `'${word}'`);
    return `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _ringfence; echo "\${COMPREPLY[*]}"`;
  });
  const input = ['source ./completion.bash', ...ask, ''].join('\n');
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-s'], { cwd: folder, input });
  expect([status, stderr.toString()]).toEqual([0, '']);
  return stdout
    .toString()
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split(' ').filter((word) => word !== ''));
};

test('bash completes commands, options, values, programs of either kernel, allocators, bugs and files', async () => {
  const cases: readonly (readonly [line: string, words: readonly string[]])[] = [
    ['ringfence c', ['check', 'compare', 'completion']],
    ['ringfence check --o', ['--operations', '--only', '--order']],
    ['ringfence run fo', ['fork']],
    ['ringfence run --kernel jos pi', ['pingpong']],
    ['ringfence run --kernel ', ['jos', 'completion.bash', 'mine.ts']],
    ['ringfence run --kernel=j', ['jos']],
    ['ringfence run --kernel=', ['jos', 'completion.bash', 'mine.ts']],
    ['ringfence run --check e', ['every-trap', 'every-tick', 'end']],
    ['ringfence jos --variant ', ['mit', 'sjtu']],
    ['ringfence jos --check --g', ['--grade']],
    ['ringfence fuzz b', ['bitmap', 'buddy']],
    ['ringfence fuzz ./mi', ['./mine.ts']],
    ['ringfence run --allocator two', ['two-level-bitmap']],
    ['ringfence why fork ref', ['refcount']],
    ['ringfence bugs show weensyos-0', SEEDED_BUGS.map(({ id }) => id).filter((id) => id.startsWith('weensyos-0'))],
    ['ringfence completion ', ['bash', 'fish', 'zsh']],
    ['ringfence help ru', ['run']],
    ['ringfence check --seed ', []],
  ];
  const found = await offered(cases.map(([line]) => line));
  for (const [i, [line, words]] of cases.entries())
    expect([line, found[i].toSorted()]).toEqual([line, words.toSorted()]);
});

test('each shell is offered every command and every option; another is refused', async () => {
  const commands = Object.keys(HELP).filter((name) => name !== '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await ringfenceHere(['completion', shell]);
    expect(code).toBe(0);
    const options = commands.flatMap((name) =>
      [...HELP[name].matchAll(/^ {2}--([a-z-]+)/gm)].map(([, option]) => option),
    );
    for (const option of options) expect(out).toMatch(new RegExp(`(--|-l )${option}\\b`));
    for (const name of commands) expect(out).toMatch(new RegExp(`\\b${name}\\b`));
  }
  expect(await ringfenceHere(['completion', 'fsih'])).toEqual({
    ...{ code: 2, out: '' },
    errors: 'ringfence: completion fsih: for which shell? did you mean fish? There are bash, zsh, fish\n',
  });
});

test('the manual page is made of the help, every command and option in it, and nothing that the formatter would obey', async () => {
  const page = manualPage(version());
  await expect(page).toMatchFileSnapshot(join(PACKAGE, 'man/ringfence.1'));
  for (const [name, help] of Object.entries(HELP)) {
    if (name !== '') expect(page).toContain(`.SS ringfence ${name}\n`);
    for (const [, option] of help.matchAll(/ --([a-z-]+)/g))
      expect(page).toContain(`\\-\\-${option.replaceAll('-', '\\-')}`);
  }
  for (const line of page.split('\n')) expect(line).toMatch(/^(\.(TH|SH|SS|TP|PP|B|RS|RE)( .*)?|[^.'].*|)$/);
});
