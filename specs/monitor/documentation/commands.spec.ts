/** Every command of README and docs, obeyed in the order in which it stands, with the files that its page shows: it does what the page says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HELP } from '../../../monitor/help-texts.ts';
import { PACKAGE } from '../terminal.ts';
import { mentionsOf, missingIn, type Step, stepsOf } from './page.ts';
import { obeyLine, readersFolder, write } from './reader.ts';

/** Commands that are not obeyed here, and why. */
const ELSEWHERE: readonly (readonly [command: RegExp, reason: string])[] = [
  [/^npm (start|test|ci|install|link|exec|run docs)/, 'installs packages: .ci/install obeys them in an empty clone'],
  [/^npm run (mutation|bench)/, 'takes many minutes'],
  [/^ringfence bugs hunt( jos)?( --.*)?$/, 'takes minutes: the specs of bugs hunt each of them'],
  [/^ringfence check$/, 'takes two seconds: specs/monitor/check.spec.ts'],
  [/^ringfence run pingpong --kernel jos --check every-trap$/, 'takes two seconds: specs/monitor/run/jos.spec.ts'],
  [/^ringfence check --kernel jos$/, 'takes six seconds at least: specs/jos/lab4 has its campaign'],
  [/^ringfence jos --lab 4 --grade$/, 'takes six seconds: specs/monitor/jos/jos.spec.ts'],
  [/^ringfence jos --kernel \.\/mine\.ts --check$/, 'takes three seconds: specs/monitor/jos/jos.spec.ts'],
  [/^ringfence compare --kernel \.\/my-env/, 'takes four seconds: specs/monitor/kernels-by-commands.spec.ts'],
  [/^ringfence jos --kernel \.\/mine\.ts --memory 8M$/, 'is a session at a prompt: specs/monitor/jos/prompt.spec.ts'],
  [
    /^ringfence fuzz --compare( --(chart|sizes|trace) .*docs.*)?$/,
    'tables and charts: specs/monitor/fuzz/compare.spec.ts',
  ],
  [/ wee_alloc\//, 'reads traces that are not ours to publish'],
];
const isElsewhere = (line: string): boolean => ELSEWHERE.some(([command]) => command.test(line));

const docs = readdirSync(join(PACKAGE, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', ...docs.map((name) => `docs/${name}`)].map((name) => {
  const text = readFileSync(join(PACKAGE, name), 'utf8');
  return { name, text, steps: stepsOf(text) };
});
const linesOf = ({ steps }: (typeof pages)[number]): string[] =>
  steps.flatMap((step) => (step.kind === 'command' ? [step.line] : []));

test('the pages give commands, most are obeyed here, and none is excused that is not there', () => {
  const lines = pages.flatMap(linesOf);
  expect(lines.length).toBeGreaterThan(60);
  expect(lines.filter((line) => !isElsewhere(line)).length).toBeGreaterThan(45);
  expect(ELSEWHERE.filter(([command]) => !lines.some((line) => command.test(line)))).toEqual([]);
});

/** Lines that say the same on any page, which were obeyed on one. */
const obeyed = new Set<string>();
const isTheSameEverywhere = ({ line, shown }: Extract<Step, { kind: 'command' }>): boolean =>
  shown.length === 0 && !/\.\/|[>|$]/.test(line);

describe('who obeys the page has what it says:', () => {
  for (const page of pages.filter((each) => linesOf(each).some((line) => !isElsewhere(line)))) {
    test(page.name, async () => {
      const folder = readersFolder();
      for (const step of page.steps) {
        if (step.kind === 'command' && isTheSameEverywhere(step) && obeyed.has(step.line)) continue;
        if (step.kind === 'file') write(folder, step);
        else if (!isElsewhere(step.line)) {
          obeyed.add(step.line);
          const { code, out, errors } = await obeyLine(folder, step.line, { full: step.shown.length > 0 });
          // A kernel or an allocator that the page shows may have a mistake, which is exit code 1.
          const most = step.shown.length > 0 || step.line.includes('./') ? 1 : 0;
          expect([step.line, code !== null && code <= most, errors]).toEqual([step.line, true, errors]);
          expect([step.line, missingIn(out, step.shown), out]).toEqual([step.line, undefined, out]);
        }
      }
    }, 300_000);
  }
});

test('a command within a sentence is one that there is, with options that it has', () => {
  const wrong = pages.flatMap(({ name, text }) =>
    mentionsOf(text)
      .map((line) => line.split(' '))
      .filter(([, command, ...words]) => {
        const help = HELP[command];
        const options = words.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/, ''));
        return help === undefined || options.some((option) => !help.includes(option));
      })
      .map((words) => `${name}: ${words.join(' ')}`),
  );
  expect(wrong).toEqual([]);
});
