/** Every command gives moments and takes those of others; and what is not as it was when one was made is said, and keeps nobody from opening it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../monitor/commands.ts';
import { momentOfText, SEMANTICS, textOfMoment } from '../specs.ts';
import { folderWith, ringfence, ringfenceHere } from './terminal.ts';

const FORGETFUL = `import { WeensyKernel } from 'ringfence/kernel';
export default class Forgetful extends WeensyKernel { override share(): void {} }
`;
const PROGRAM = `import { fork, schedYield } from 'ringfence/userland';
export function* main() { yield fork(); for (;;) yield schedYield(); }
`;
const FOLDER = folderWith({
  'forgetful.ts': FORGETFUL,
  'program.ts': PROGRAM,
  'lab2.ts': `import { JosKernel } from 'ringfence/kernel';
export default class Creates extends JosKernel {
  override pgdirWalk(directory, address) { return super.pgdirWalk(directory, address, true); }
}
`,
  'greedy.ts': `import { Bitmap } from 'ringfence/kernel';
export default class Greedy extends Bitmap { override release() {} }
`,
});

/** Commands that neither give nor take a moment, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  completion: 'it runs nothing',
  explore: 'a system is no kernel: what it gives is a line of its own, with --run',
  record: 'what it writes is opened itself, by step, why and walk',
  compare: 'the recording that it reads is opened itself, by step, why and walk',
};

interface Lines {
  /** A line that gives a moment, and its exit code; TEXT in it stands for the moment that `check` gives. */
  readonly gives: string;
  readonly code: number;
  /** One that gives the same moment in JSON, with the same code, where there is JSON; TEXT is that moment itself. */
  readonly json: string | null;
  /** The command whose moment it takes here, the line that does, in which TEXT stands for that, and its exit code. */
  readonly from: string;
  readonly takes: string;
  readonly takesCode: number;
}

const LINES: Readonly<Record<string, Lines>> = {
  run: {
    // That is written past whoever listens here: a process of its own is asked below.
    ...{ gives: 'run exit --until 45', code: 0, json: null },
    ...{ from: 'walk', takes: 'run --moment TEXT', takesCode: 0 },
  },
  export: {
    ...{ gives: 'export exit --until 45 --stacks a.txt', code: 0, json: null },
    ...{ from: 'walk', takes: 'export --moment TEXT --stacks b.txt', takesCode: 0 },
  },
  check: {
    ...{ gives: 'check --kernel ./forgetful.ts --operations 500 --failures kept', code: 1 },
    ...{ json: 'check --moment TEXT --json', from: 'run', takes: 'check --moment TEXT', takesCode: 0 },
  },
  walk: {
    ...{ gives: 'walk exit 0x100000 --pid 2 --at 20+3', code: 0, json: 'walk --moment TEXT 0x100000 --json' },
    ...{ from: 'step', takes: 'walk --moment TEXT 0x100000 --pid 2', takesCode: 0 },
  },
  why: {
    ...{ gives: 'why --kernel ./forgetful.ts ./program.ts count 0x5000 --at 1', code: 0 },
    ...{ json: 'why --moment TEXT count 0x5000 --json', from: 'check', takes: 'why --moment TEXT pid 1', takesCode: 0 },
  },
  step: {
    ...{ gives: 'step exit --at 30 -c moment', code: 0, json: null },
    ...{ from: 'why', takes: 'step --moment TEXT -c where', takesCode: 0 },
  },
  page: {
    ...{ gives: 'page exit --at 30+2 --save page.html', code: 0, json: null },
    ...{ from: 'walk', takes: 'page --moment TEXT --save page.html', takesCode: 0 },
  },
  odds: {
    ...{ gives: 'odds --moment TEXT --continuations 1', code: 0, json: 'odds --moment TEXT --continuations 1 --json' },
    ...{ from: 'step', takes: 'odds --moment TEXT --continuations 1', takesCode: 0 },
  },
  explain: {
    ...{ gives: 'explain --moment TEXT', code: 0, json: 'explain --moment TEXT --json' },
    ...{ from: 'check', takes: 'explain --moment TEXT', takesCode: 0 },
  },
  judge: {
    ...{ gives: 'judge dumps', code: 1, json: 'judge --moment TEXT --json' },
    ...{ from: 'judge', takes: 'judge --moment TEXT', takesCode: 1 },
  },
  jos: {
    ...{ gives: 'jos --memory 4M --kernel ./lab2.ts --check', code: 1 },
    // Its report is the same text within JSON.
    ...{ json: null, from: 'jos', takes: 'jos --moment TEXT -c kerninfo', takesCode: 0 },
  },
  fuzz: {
    ...{ gives: 'fuzz ./greedy.ts --runs 20 --workers 1 --failures kept', code: 1, json: 'fuzz --moment TEXT --json' },
    ...{ from: 'bugs', takes: 'fuzz --moment TEXT', takesCode: 1 },
  },
  bugs: {
    ...{ gives: 'bugs hunt alloc-last-page-missed', code: 0 },
    ...{ json: 'bugs --moment TEXT alloc-last-page-missed --json', from: 'fuzz' },
    ...{ takes: 'bugs --moment TEXT alloc-last-page-missed', takesCode: 0 },
  },
};

const MOMENT = /\bm1[\w-]{40,}/;
const found = (out: string): string => MOMENT.exec(out)?.[0] ?? '';
const words = (line: string, text = ''): string[] => line.split(' ').map((word) => (word === 'TEXT' ? text : word));
const here = (line: string, text = '') => ringfenceHere(words(line, text), FOLDER);

test('each command gives and takes moments, but for some that have a reason', () => {
  expect([...Object.keys(LINES), ...Object.keys(EXEMPT)].toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
});

/** What each gave. */
const given: Record<string, string> = {};
beforeAll(async () => {
  await here('run exit --kernel weensyos-01 --check off --until 12 --dumps dumps');
  for (const name of ['check', ...Object.keys(LINES).filter((other) => other !== 'check')]) {
    const { gives, code } = LINES[name];
    const { code: ended, out } = await here(gives, given.check);
    given[name] = ended === code ? found(out) : '';
  }
});

describe('A moment is given as text, and the same one for machines,', () => {
  test.each(Object.entries(LINES))('by %s', async (name, { code, json }) => {
    expect(momentOfText(given[name]).semantics).toBe(SEMANTICS);
    if (json === null) return;
    const told = await here(json, given[name]);
    const documents = told.out.trimEnd().split('\n');
    expect([told.code, documents.map((line) => found(JSON.stringify(JSON.parse(line))))]).toEqual([
      code,
      [given[name]],
    ]);
    expect(told.errors).not.toContain('--moment');
  });
});

test('a moment opens in another process, which gives the very same, with its fingerprint', () => {
  const { code, out, errors } = ringfence(words('run --moment TEXT --json', given.run), FOLDER);
  expect([code, errors, JSON.parse(out.trimEnd().split('\n').at(-1) ?? '').moment]).toEqual([0, '', given.run]);
});

describe('A moment that another command gave is taken, and of one by another Ringfence that is all that is said,', () => {
  test.each(Object.entries(LINES))('by %s', async (_, { from, takes, takesCode }) => {
    const other = textOfMoment({ ...momentOfText(given[from]), semantics: SEMANTICS + 1 });
    const { code, errors } = await here(takes, other);
    expect([code, errors]).toEqual([
      takesCode,
      `ringfence: --moment: it was made by a Ringfence whose runs had other costs, boots or numbers (semantics ${SEMANTICS + 1}; these are ${SEMANTICS})\n`,
    ]);
  });
});

/** A line of its own for each kind of file that a run can be of. */
const OF_FILES: readonly (readonly [file: string, command: string, how: RegExp, anew: string])[] = [
  ['forgetful.ts', 'walk --moment TEXT 0x100000', /name it anew with --kernel FILE/, '--kernel'],
  ['program.ts', 'step --moment TEXT -c where', /name it anew with its path/, ''],
  ['greedy.ts', 'fuzz --moment TEXT', /name it anew with its path/, ''],
];
const OF_FILE: Readonly<Record<string, () => string>> = {
  'forgetful.ts': () => given.check,
  'program.ts': () => given.why,
  'greedy.ts': () => given.fuzz,
};

describe('A moment of a file', () => {
  test.each(OF_FILES)(
    '%s that is not here says how to name it anew; there it opens; and a text that changed is said',
    async (file, command, how, option) => {
      const [path, text] = [join(FOLDER, file), OF_FILE[file]()];
      mkdirSync(join(FOLDER, 'elsewhere'), { recursive: true });
      renameSync(path, join(FOLDER, 'elsewhere', file));
      const elsewhere = `./elsewhere/${file}`;
      const usual = file === 'greedy.ts' ? 1 : 0;
      const anew = `${command} ${option} ${elsewhere}`.replace(/ {2,}/, ' ');
      const missing = await here(command, text);
      expect(missing).toMatchObject({ code: 2, out: '', errors: expect.stringMatching(how) });
      expect(missing.errors).toContain(`it is of the file ./${file}, which is not here`);
      expect(await here(anew, text)).toMatchObject({ code: usual, errors: '' });
      const source = readFileSync(join(FOLDER, elsewhere), 'utf8');
      writeFileSync(path, `${source}// One more line, which changes nothing.\n`);
      const changed = await here(command, text);
      expect([changed.code, changed.errors]).toEqual([
        usual,
        `ringfence: --moment: ./${file} is not what ./${file} was when the moment was made: its source text differs\n`,
      ]);
      writeFileSync(path, source);
    },
  );
});

test('a kernel that comes to another state than it did says so, after that it changed', async () => {
  const path = join(FOLDER, 'forgetful.ts');
  writeFileSync(path, FORGETFUL.replace('override share(): void {}', ''));
  const { code, errors } = await here('run --moment TEXT', given.check);
  writeFileSync(path, FORGETFUL);
  expect(code).toBe(0);
  expect(errors).toMatch(
    /its source text differs\nringfence: --moment: the run comes to another state there than it did \(/,
  );
  expect(errors.trimEnd().split('\n')).toHaveLength(2);
});

test('a text that is cut, or of another format, is refused, and it is said why', async () => {
  for (const [text, says] of [
    [given.run.slice(0, -9), 'it was cut or changed on its way: copy it again, all of it'],
    [given.run.replace(/^m1/, 'm2'), 'it is written in format 2, and this version of Ringfence reads format 1'],
    ['fork', 'a moment is one word that begins with m1, as Ringfence prints it'],
  ])
    for (const { takes } of Object.values(LINES))
      expect(await here(takes, text)).toEqual({ code: 2, out: '', errors: `ringfence: --moment: ${says}\n` });
});
