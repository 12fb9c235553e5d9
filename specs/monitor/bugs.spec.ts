/** `ringfence bugs`: the list, the explanation of one, the hunt, and what it says when it cannot be obeyed. */
import { describe, expect, test } from 'vitest';
import { SEEDED_BUGS } from '../bugs/every-seeded-bug.ts';
import { SEMANTICS, textOfMoment } from '../specs.ts';
import { ringfenceHere } from './terminal.ts';

const FORKS = textOfMoment({
  run: { what: 'programs', programs: ['fork'], boot: {} },
  ...{ event: 8, step: 10, semantics: SEMANTICS },
});

describe('bugs', () => {
  test('lists all, each with its title, under its system', async () => {
    const { code, out, errors } = await ringfenceHere(['bugs']);
    expect([code, errors]).toEqual([0, '']);
    for (const { id, title } of SEEDED_BUGS) expect(out).toMatch(new RegExp(`^ +${id} +${literal(title)}$`, 'm'));
    expect(out).toMatch(/^ {3}WeensyOS, \d+\n[\s\S]*\n {3}JOS, \d+\n/);
  });

  test('lists some, as JSON', async () => {
    const lines = (await ringfenceHere(['bugs', 'list', 'fault', 'jos-01', 'fault-02', '--json'])).out
      .trimEnd()
      .split('\n');
    const bugs = lines.map((line) => JSON.parse(line));
    expect(bugs.map(({ id }) => id)).toEqual([
      ...SEEDED_BUGS.map(({ id }) => id).filter((id) => id.startsWith('fault')),
      'jos-01',
    ]);
    expect(bugs.at(-1)).toMatchObject({ system: 'JOS', caughtBy: expect.stringMatching(/^assertion: /) });
  });

  test('shows story, code and what catches it', async () => {
    const { code, out } = await ringfenceHere(['bugs', 'show', 'weensyos-06']);
    expect(code).toBe(0);
    expect(out).toContain('weensyos-06: fork shares the text of a program, and does not count\n');
    expect(out).toContain('   caught by   invariant: exact reference count\n');
    expect(out).toContain(
      '     class ForgetsToCount extends WeensyKernel {\n       override share(): void {}\n     }\n',
    );
  });

  test('says of what does no harm why it does none', async () => {
    const { out } = await ringfenceHere(['bugs', 'show', 'weensyos-26', 'jos-70']);
    expect(out.match(/caught by {3}nothing\n {15}\w/g)).toHaveLength(2);
  });

  test('hunts, and shows the shortest program', async () => {
    const { code, out } = await ringfenceHere(['bugs', 'hunt', 'weensyos-01']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {3}weensyos-01 {2}invariant: nothing leaks +\d cases? {2}1 operation {2}\d+\.\d\d s\n/);
    expect(out).toContain('     the sequence that shows it:\n     export function* main() {\n       yield exit();\n');
  });

  test('hunts several, and sums up', async () => {
    const { code, out } = await ringfenceHere([
      'bugs',
      'hunt',
      '--quick',
      '--cases',
      '5',
      'jos-64',
      'fault-02',
      'weensyos-05',
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(/jos-64 +nothing to catch/);
    expect(out).toMatch(/weensyos-05 +NOT CAUGHT/);
    expect(out).toMatch(/\n {3}1 of 3 caught, 1 with nothing to catch, 1 NOT CAUGHT, \d+\.\d s\n$/);
  });

  test('hunts for machines', async () => {
    const { code, out } = await ringfenceHere(['bugs', 'hunt', '--json', '--quick', 'fault-04']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ...{ id: 'fault-04', expected: 'recording: E7', caughtBy: 'recording: E7', cases: 6, length: null },
      says: expect.stringMatching(/^At event 10, exit of process 2/),
    });
  });

  test.each([
    ['weensyos-01', 'in a random program'],
    ['weensyos-21', 'in a program of the course'],
    ['jos-59', 'in the exercise of lab 2'],
    ['jos-01', 'by which the boot of lab 2 stops'],
    ['env-14', 'in random environments'],
    ['lib-03', 'in a program that uses a library'],
    ['alloc-given-with-list', 'in a sequence on an allocator'],
  ])('gives of %s the moment %s at which it is wrong first, in whose run it shows again', async (id) => {
    const hunted = JSON.parse((await ringfenceHere(['bugs', 'hunt', '--quick', '--json', id])).out);
    const { code, out, errors } = await ringfenceHere(['bugs', '--moment', hunted.moment, '--json', id]);
    const { wentWrongIn, moment } = hunted;
    expect([code, errors, JSON.parse(out)]).toMatchObject([0, '', { id, wentWrongIn, moment }]);
  });

  test('says of a fault, which no command boots, that it has no moment', async () => {
    const { out } = await ringfenceHere(['bugs', 'hunt', 'fault-04']);
    expect(out).toContain('     No moment can be given of it: no command makes the run that shows it.\n');
  });

  test('tells which of several bugs go wrong in the run of a moment', async () => {
    const { code, out } = await ringfenceHere(['bugs', '--moment', FORKS, 'weensyos-06', 'weensyos-24', 'weensyos-19']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {3}In the run of this moment 2 of the 3 seeded bugs of WeensyOS go wrong:\n/);
    expect(out).toMatch(
      /\n {3}weensyos-06: .*\n {5}invariant: exact reference count; wrong first in fork, at event 2\n {5}expected 2: .*\n {5}To the first bad moment, in fork: ringfence step --moment m1/,
    );
    expect(out).toMatch(
      /\n {3}weensyos-24: .*\n {5}model; wrong first at event 0\n {5}process 1 may write at 0x100000/,
    );
    const none = await ringfenceHere(['bugs', '--moment', FORKS, 'weensyos-19']);
    expect(none.out).toBe('   None of the 1 seeded bug of WeensyOS goes wrong in the run of this moment.\n');
  });

  test('refuses what it cannot do, and says what it can', async () => {
    for (const [words, says] of [
      ['show jos-33b', 'no bug has the id jos-33b: the nearest are jos-30b, jos-33, jos-34b; see ringfence bugs'],
      ['show', 'bugs show: which one? As in ringfence bugs show weensyos-06'],
      ['kill', 'bugs kill: expected list, show ID or hunt [ID …]'],
      ['show jos-33 --quick', 'bugs show: --seed, --cases and --quick are for bugs hunt'],
      ['hunt --cases 0', '--cases 0: expected a whole number from 1 up'],
      ['--kernel ./mine.ts', 'bugs: --kernel names a file of a moment anew: give --moment, too'],
      [`hunt --moment ${FORKS}`, 'bugs hunt: --moment says what to do: leave hunt out'],
      [`--moment ${FORKS} --quick`, 'bugs --moment: --quick is for bugs hunt'],
      [`--moment ${FORKS} jos-01`, '--moment: it is of WeensyOS, and jos-01 cannot be in its run'],
    ] as const) {
      expect(await ringfenceHere(['bugs', ...words.split(' ')])).toEqual({
        code: 2,
        out: '',
        errors: `ringfence: ${says}\n`,
      });
    }
  });
});

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
