/** A library of lab 4 on trial: the one here is right, and each mistake is found by what it breaks, in a few lines. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { JosLab4 } from '../../../../kernel/kernel.ts';
import { jos } from '../../../../userland/userland.ts';
import { catcherOf } from '../../../bugs/campaign-hunt.ts';
import { namedIn } from '../../../bugs/seeded-bug.ts';
import { campaign } from '../../../judge/campaign/campaign.ts';
import { failureReport } from '../../../judge/report.ts';
import { type FirstBad, firstBad } from '../../../moments/first-bad.ts';
import { LAB4_TESTS } from '../grading/graded-programs.ts';
import { awardLab4, consoleLines } from '../grading/grading.ts';
import { GOALS } from './act.ts';
import { Bench } from './bench.ts';
import { LIBRARY_BUGS } from './bugs/list.ts';
import { LIBRARY_INVARIANTS } from './invariants/list.ts';
import { LibraryTrial } from './trial.ts';

/** Allocations that are made to fail: those of a fork and those before. */
const MOST_DENIED = Array.from({ length: 12 }, (_, i) => i);
const BENCH = new Bench();
const trialOf = (Library: typeof jos.JosLibrary): LibraryTrial => new LibraryTrial({ library: new Library() }, BENCH);

/** What goes wrong first in the exercises, or in one of them with one of its allocations failing. */
const problemOf = (Library: typeof jos.JosLibrary): FirstBad | null => {
  const trial = trialOf(Library);
  const denied = trial.swept.flatMap((scenario) => MOST_DENIED.map((failing) => trial.denying(scenario, failing)));
  for (const scenario of [...trial.first, ...denied]) {
    const found = scenario === null ? null : firstBad(trial, scenario);
    if (found !== null) return found;
  }
  return null;
};

test('the library here does nothing wrong, and exercises and a few random programs do all there is to do', () => {
  const trial = trialOf(jos.JosLibrary);
  const reached = new Set<string>();
  for (const scenario of trial.first) for (const goal of trial.attempt(scenario).goals) reached.add(goal);
  expect(GOALS.filter((goal) => !reached.has(goal))).toEqual([]);
  expect(campaign(trial, { seed: 11, runs: 4 }).failure).toBeNull();
});

describe('a library that', () => {
  const broken = new Set<string>();

  test.each(LIBRARY_BUGS.map((bug) => [bug.title, bug] as const))('%s is found out, where it goes wrong', (_, bug) => {
    const { Library, breaks, goesWrongIn } = bug;
    const problem = problemOf(Library);
    const catcher = problem === null ? 'nothing' : catcherOf(problem.error);
    broken.add(catcher);
    expect(namedIn(goesWrongIn)).toContain(problem?.during);
    expect(breaks.map((name) => `invariant: ${name}`)).toContain(catcher);
  });

  test('is one of these breaks every invariant, one or another', () => {
    expect(LIBRARY_INVARIANTS.map(({ name }) => name).filter((name) => !broken.has(`invariant: ${name}`))).toEqual([]);
  });

  test('leaves the parent’s page writable is shown in one line', () => {
    const trial = trialOf(LIBRARY_BUGS[1].Library);
    const { failure } = campaign(trial, { seed: 1, runs: 0, saved: trial.first.slice(0, 1) });
    if (failure === null) throw new Error('it is found');
    const report = failureReport(trial, failure);
    expect(report[0]).toBe('The library broke an invariant: copy-on-write is not written.');
    expect(trial.programs(failure.scenario)).toEqual([['child = yield* fork();']]);
    expect(report.join('\n')).toMatch(/what happened to the page:[\s\S]* mapped at 0x[0-9a-f]+ by sys_page_map/);
  });
});

test('a library that answers with something else than it must is told so', () => {
  class Answers extends jos.JosLibrary {
    override *fork(): Generator<jos.Operation, number, number> {
      yield* super.fork();
      return undefined as unknown as number;
    }
  }
  expect(problemOf(Answers)?.error.message).toMatch(
    /fork returned undefined: it returns an id, 0, or an error below 0/,
  );
});

test('the official grading sees nothing wrong with a library that leaves the copy at PFTEMP', () => {
  const Library = LIBRARY_BUGS.find(({ id }) => id === 'lib-07')?.Library ?? jos.JosLibrary;
  const graded = LAB4_TESTS.filter(({ program }) => ['forktree', 'sendpage', 'pingpong'].includes(program));
  const timer = { mode: 'cycles', period: 100_000 } as const;
  for (const one of graded) {
    const lines = consoleLines(
      one,
      (program) => new JosLab4({ pages: 4096, programs: [program], timer }),
      jos.programsWith(new Library()),
    );
    expect(awardLab4(one, lines).missing).toEqual([]);
  }
  expect(graded.length).toBe(3);
});

describe('docs/environments.md', () => {
  const text = readFileSync(new URL('../../../../docs/environments.md', import.meta.url), 'utf8');
  const [, section] = text.split('\n## A library of one’s own\n');
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  test('has every invariant of libraries in its words', () => {
    for (const { name, sentence, why } of LIBRARY_INVARIANTS) expect(rows).toContainEqual([name, sentence, why]);
  });

  test('has every bug with what it breaks', () => {
    for (const { id, title, breaks } of LIBRARY_BUGS)
      expect(rows.find(([first]) => first === id)?.slice(0, 3)).toEqual([id, title, breaks.join(', or ')]);
  });
});
