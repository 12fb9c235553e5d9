/** Every seeded bug is caught by what it says, and the list, its files and its documentation agree. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { WEENSY_BUGS } from '../weensyos/bugs/list.ts';
import { SEEDED_BUGS } from './every-seeded-bug.ts';
import { namedIn, type SeededBug } from './seeded-bug.ts';

const SEED = 1;
/** More than any hunt needs under this seed; fewer for what does no harm, which takes them all. */
const CASES = 1000;
const CASES_FOR_NOTHING = 30;
/** Other specs take up all bugs but those of WeensyOS, and hold what goes wrong first: here only that their hunts come to the same. */
const SAMPLE = 8;

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const hunted = SEEDED_BUGS.filter(({ id }, i) => /^(?:weensyos|fault)-/.test(id) || i % SAMPLE === 3);

describe('A hunt finds', () => {
  for (const bug of hunted) {
    test(`${bug.id}, ${bug.title}: ${bug.caughtBy ?? 'nothing'}, which goes wrong in ${bug.goesWrongIn ?? 'no call'}`, () => {
      const cases = bug.caughtBy === null ? CASES_FOR_NOTHING : CASES;
      const caught = bug.hunt({ seed: SEED, cases, shortens: false });
      expect(namedIn(bug.caughtBy)).toContain(caught?.caughtBy ?? null);
      expect(namedIn(bug.goesWrongIn)).toContain(caught?.wentWrongIn ?? null);
      if (caught !== null) expect(caught.cases).toBeLessThanOrEqual(cases);
    });
  }

  test('the same each time, and the shortest program that shows it', () => {
    const forgets = SEEDED_BUGS.find(({ id }) => id === 'weensyos-06') as SeededBug;
    const [once, again] = [1, 2].map(() => forgets.hunt({ seed: SEED, cases: CASES, shortens: true }));
    expect(again).toEqual(once);
    expect(once).toMatchObject({
      length: 1,
      sequence: [
        'export function* main() {',
        '  yield fork();',
        '  for (;;) yield schedYield();',
        '}',
        '// booted with --timer off',
      ],
    });
  });

  test('nothing in fewer cases than it takes', () => {
    const late = SEEDED_BUGS.filter(({ id }) => ['weensyos-05', 'fault-11', 'weensyos-21'].includes(id));
    expect(late.map((bug) => bug.hunt({ seed: SEED, cases: 1, shortens: false }))).toEqual([null, null, null]);
  });
});

test('each bug has an id of its own, and those of a kind are in order', () => {
  const ids = SEEDED_BUGS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const kind of ['weensyos', 'fault', 'jos', 'env', 'lib']) {
    const own = ids.filter((id) => id.startsWith(`${kind}-`));
    expect(own).toEqual(own.toSorted());
  }
});

test('what nothing catches says why, and nothing else does', () => {
  for (const { id, caughtBy, because } of SEEDED_BUGS)
    expect([id, because !== undefined]).toEqual([id, caughtBy === null]);
});

test('what nothing catches goes wrong in no call, and all else in calls that there are', () => {
  const OTHERS = ['boot', 'tick', 'page fault'];
  const calls = [...WeensyKernel.calls, ...JosLab4.calls].map(({ name }) => name);
  const library = ['fork', 'pgfault', 'ipc_send', 'ipc_recv'];
  const known = [...calls, ...library, ...OTHERS, 'env_free'];
  for (const { id, system, caughtBy, goesWrongIn } of SEEDED_BUGS) {
    // The kernel of this one is right, and its programs are wrong.
    if (id !== 'fault-09') expect([id, goesWrongIn === null]).toEqual([id, caughtBy === null]);
    for (const name of namedIn(goesWrongIn))
      if (name !== null && system !== 'allocator' && !id.startsWith('jos-')) expect(known).toContain(name);
  }
});

test('the code of a bug is in the file that it names, and so is its documentation', () => {
  for (const { Code, file, docs } of SEEDED_BUGS) {
    if (Code.name !== 'none') expect(read(file)).toContain(`class ${Code.name} extends `);
    expect(existsSync(new URL(`../../${docs}`, import.meta.url))).toBe(true);
  }
});

test('a bug of WeensyOS overrides a single method of the kernel', () => {
  for (const { id, Kernel } of WEENSY_BUGS) {
    const methods = Object.getOwnPropertyNames(Kernel.prototype).filter((name) => name !== 'constructor');
    expect([id, methods.length]).toEqual([id, 1]);
    expect(methods[0] in WeensyKernel.prototype).toBe(true);
  }
});

test('the documentation lists every bug, what it does and what catches it', () => {
  const rows = read('docs/bugs.md')
    .split('\n')
    .filter((line) => /^\| (?:weensyos|fault|jos|env|lib|alloc)-/.test(line));
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(SEEDED_BUGS.map(({ id, title, caughtBy }) => [id, title, caughtBy ?? 'nothing']));
});
