/** The command `export`: what it writes where, how it ends, and what it refuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, ringfence, ringfenceHere } from '../terminal.ts';
import { eventsOf, holdToFormat } from './trace-rules.ts';

const KERNEL = `import { WeensyKernel } from 'ringfence/kernel';
export default class Mine extends WeensyKernel {`;
const folder = folderWith({
  'forgetful.ts': `${KERNEL} override share() {} }`,
  'throwing.ts': `${KERNEL} override fork(): never { throw new Error('not written yet'); } }`,
  'empty.ts': "export function* main() { throw new Error('mistaken'); }",
});
const here = (line: string) => ringfenceHere(line.split(' '), folder);
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const instantsOf = (name: string) => {
  const events = eventsOf(textOf(name));
  holdToFormat(events);
  return events.filter(({ ph }) => ph === 'i');
};

test('all formats come of one run, each in its file, and the same run gives the same bytes', async () => {
  const outcomes = [];
  for (const i of [1, 2])
    outcomes.push(await here(`export exit --until 60 --trace ${i}.json --stacks ${i}.txt --cast 1.cast --seed 4`));
  // A slow host is told of progress, too.
  expect(outcomes.map(({ code, errors }) => [code, errors.includes('ringfence:')])).toEqual([
    [0, false],
    [0, false],
  ]);
  expect(outcomes[0].out.split('\n')).toEqual([
    expect.stringMatching(/^ {3}1\.json: a Chrome trace of \d+ events/),
    expect.stringMatching(/^ {3}1\.txt: collapsed stacks of [\d,]+ cycles/),
    expect.stringMatching(/^ {3}1\.cast: an asciicast of 8 frames, 0\.4 s/),
    '   Stopped after 60 events (system calls and ticks).',
    expect.stringMatching(/^ {3}To this moment: ringfence step --moment m1/),
    '',
  ]);
  for (const kind of ['json', 'txt']) expect(textOf(`1.${kind}`)).toBe(textOf(`2.${kind}`));
  holdToFormat(eventsOf(textOf('1.json')));
  expect(textOf('1.cast')).toContain('"title":"ringfence export exit');
});

test('an invariant that breaks ends the run, is an instant of the trace with its sentence, and stands on the last screen', async () => {
  const { code, errors } = await here('export fork --kernel ./forgetful.ts --trace b.json --cast b.cast');
  expect([code, errors]).toEqual([1, expect.stringContaining('broke an invariant: exact reference count')]);
  const last = instantsOf('b.json').at(-1);
  expect(last).toMatchObject({ name: 'exact reference count', s: 'g', args: { during: 'fork of process 1' } });
  expect(last?.args.sentence).toMatch(/^A page in use counts precisely/);
  expect(textOf('b.cast').trimEnd().split('\n').at(-1)).toContain('invariant broken');
});

test('what kernels and programs throw leaves a whole trace, too', async () => {
  expect((await here('export fork --kernel ./throwing.ts --trace t.json')).code).toBe(1);
  expect(instantsOf('t.json').at(-1)?.args.message).toContain('not written yet');
  expect((await here('export ./empty.ts --trace p.json')).code).toBe(1);
  expect(instantsOf('p.json').map(({ name }) => name)).toEqual(['killed', 'idle']);
});

test('- is standard output, and then nothing else is on it', () => {
  const { code, out, errors } = ringfence(
    ['export', 'fork', '--until', '20', '--stacks', '-', '--trace', 's.json'],
    folder,
  );
  expect([code, errors]).toEqual([
    0,
    expect.stringMatching(/standard output: collapsed stacks .*\n.*Stopped after 20/),
  ]);
  for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^[^;]+(;[^;]+)+ \d+$/);
});

test.each([
  ['', /into which format\? Give --trace FILE/],
  ['--trace - --cast -', /--trace - and --cast -: standard output takes one of them/],
  ['--trace a --stacks a', /--trace a and --stacks a: each wants a file of its own/],
  ['--trace no/where', /--trace no\/where: cannot be written \(ENOENT\)/],
  ['--trace a --size 80x24', /--size 80x24: it says how a cast is drawn: give --cast FILE, too/],
  ['--cast a --size 80', /--size 80: expected columns and rows, as 80x24/],
  ['--cast a --size 10x24', /--size 10: expected a whole number from 20 to 500/],
  ['--cast a --every 0', /--every 0: expected a whole number from 1 up/],
  ['--cast a --until 9 --show 9', /--show 9: there is no such process in any frame; at the end there are 1, 2, 3, 4/],
  ['--stacks a --check never', /--check never: expected every-trap/],
  ['--stacks a --until ten', /--until ten: expected a number of events/],
])('refuses %j with a sentence', async (options, sentence) => {
  const { code, errors } = await here(`export fork ${options}`.trim());
  expect([code, errors]).toEqual([2, expect.stringMatching(sentence)]);
});
