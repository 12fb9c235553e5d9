/** `ringfence explore`: what it prints, where it stops and goes on, and what it refuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

const explore = (words: string, folder?: string) => ringfenceHere(['explore', ...words.split(' ')], folder);

test('a system without a mistake is complete, and one with a mistake gives the run that shows it, which can be seen again', async () => {
  const right = await explore('weensyos-pages --scope 3,2,2');
  expect([right.code, right.out]).toEqual([0, expect.stringContaining('148 states; 820 transitions; depth 7.')]);
  const wrong = await explore('weensyos-pages --scope 3,2,2 --mistake unmap-forgets-to-free');
  expect([wrong.code, wrong.out]).toEqual([
    1,
    expect.stringContaining('The shortest run that shows it, of 2 transitions'),
  ]);
  const [, run] = /--run '([^']+)'/.exec(wrong.out) ?? [];
  const words = ['explore', 'weensyos-pages', '--scope', '3,2,2', '--mistake', 'unmap-forgets-to-free', '--run', run];
  expect((await ringfenceHere(words)).out).toMatch(/<- nothing leaks\n$/);
});

test('it stops at a limit, says so, and goes on from where it stopped', async () => {
  const folder = folderWith({});
  const line = 'weensyos-pages --scope 4,2,3 --checkpoint kept';
  const cut = await explore(`${line} --states 700`, folder);
  expect([cut.code, cut.out]).toEqual([
    0,
    expect.stringMatching(/\b700 states, [\d,]+ of them not gone on from.*\n.*it stopped at --states/),
  ]);
  const other = await explore('weensyos-pages --scope 4,2,2 --checkpoint kept', folder);
  expect([other.code, other.errors]).toEqual([
    2,
    expect.stringContaining('it is of another exploration: weensyos-pages --scope 4,2,3'),
  ]);
  const done = await explore(line, folder);
  expect(done.out).toContain('2,344 states; 17,396 transitions; depth 10.');
  const again = await explore(line, folder);
  expect(again.out).toBe(done.out);
  for (const [text, problem] of [
    ['{"format":"ringfence-exploration-1","words":{}}\n', 'another version of Ringfence wrote it'],
    ['{"format":"else"}\n', 'it is no exploration that was stopped'],
  ]) {
    const { code, errors } = await explore(line, folderWith({ kept: text }));
    expect([code, errors]).toEqual([2, expect.stringContaining(problem)]);
  }
});

test('several workers print what one does, of what is right and what is wrong, and refuse what one alone can do', async () => {
  for (const line of [
    'weensyos-pages --scope 6,3,2',
    'jos-pages --scope 3,2,2 --symmetry',
    'weensyos-pages --scope 3,2,2 --mistake exit-frees-what-others-map',
    'cond-var --preemptions 1',
    'cond-var --scope 1,1,2 --eventually',
    'philosophers --scope 5 --reduce',
    'weensyos-pages --scope 5,2,2 --depth 4',
  ]) {
    const { code, out } = await explore(line);
    expect(out).toMatch(/[\d,]+ states/);
    const workers = line.includes('preemptions') ? 3 : 2;
    const together = ringfence(['explore', ...line.split(' '), '--workers', String(workers)]);
    expect([line, together.code, together.out]).toEqual([line, code, out]);
  }
  const refused = await explore('weensyos-pages --workers 2 --states 7');
  expect([refused.code, refused.errors]).toEqual([2, expect.stringContaining('leave --workers out')]);
});

test('what should come at last, and may not, is shown by a run without end, which can be seen again', async () => {
  const right = await explore('parallel-inc --scope 2,2 --eventually');
  expect([right.code, right.out]).toEqual([0, expect.stringContaining('At last: all are done.')]);
  const wrong = await explore('philosophers --scope 2 --eventually');
  expect([wrong.code, wrong.out]).toEqual([
    1,
    expect.stringMatching(/philosopher 0 eats: it may never come[\s\S]*of 1 transition:[\s\S]*again and again:/),
  ]);
  const [, run] = /--run '([^']+)'/.exec(wrong.out) ?? [];
  expect((await ringfenceHere(['explore', 'philosophers', '--scope', '2', '--run', run])).out).toMatch(/0 is hungry/);
});

test('random walks tell how much of all that there is they have met', async () => {
  const { code, out } = await explore('weensyos-pages --scope 3,2,2 --search walks --walks 50 --coverage');
  expect(code).toBe(0);
  const [, states, edges] = /met (\d+) of 148 states, and took (\d+) of 820 transitions/.exec(out) ?? [];
  expect(Number(states)).toBeGreaterThan(1);
  expect(Number(edges)).toBeLessThan(820);
  expect(out).toMatch(/The nearest state that they missed, of \d+ transitions?: alloc/);
  const classes = await explore('weensyos-pages --scope 3,2,2 --search walks --walks 50 --coverage --symmetry');
  expect(classes.out).toMatch(/They met \d+ of 21 states/);
  const told = await explore('weensyos-pages --scope 3,2,2 --search walks --walks 50 --coverage --json');
  const [, met] = /They met (\d+) of/.exec(out) ?? [];
  expect(JSON.parse(told.out)).toMatchObject({ end: 'walks', coverage: { states: Number(met), ofStates: 148 } });
});

test("the example's system is explored, and with the turn the wrong way two are inside", async () => {
  const text = readFileSync(join(PACKAGE, 'examples/transition-system/peterson.ts'), 'utf8');
  expect(readFileSync(join(PACKAGE, 'docs/exploring.md'), 'utf8')).toContain(text);
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(36);
  const folder = folderWith({
    'right.ts': text,
    'wrong.ts': text.replace('state[TURN] = other', 'state[TURN] = thread'),
  });
  expect((await explore('./right.ts', folder)).out).toContain('20 states');
  expect((await explore('./wrong.ts', folder)).code).toBe(1);
});

test("a system's own mistake is told with its line, and what is no system, scope or run is refused", async () => {
  const folder = folderWith({
    'throws.ts': `export default { words: 1, transitions: 1, begin() {}, transitionText: () => 'go', stateText: () => '',
  step(_, state) {
    if (state[0]++ > 3) throw new RangeError('too far');
    return true;
  } };`,
    'none.ts': 'export default { words: 1 };',
  });
  const threw = ringfence(['explore', './throws.ts'], folder);
  expect([threw.code, threw.errors]).toEqual([1, expect.stringMatching(/too far[\s\S]*throws\.ts:3:/)]);
  for (const [line, problem] of [
    ['./none.ts', 'transitions is no number'],
    ['weensyos-page', 'did you mean weensyos-pages'],
    ['weensyos-pages --scope 4,3', 'expected pages (1 to 16), processes'],
    ['weensyos-pages --mistake forgets', 'shares-without-counting'],
    ['cond-var --symmetry', 'it has no canonize'],
    ['cond-var --reduce', 'it has no touches'],
    ['weensyos-pages --eventually', 'it has no eventually'],
    ['weensyos-pages --coverage', 'it is of --search walks'],
    ['weensyos-pages --search walks --coverage --states 10', 'not all states were found before --states'],
    ['weensyos-pages --run fly(1)', 'no transition is called fly(1)'],
    ['weensyos-pages --run unmap(0,0)', 'unmap(0, 0) is not enabled there'],
    ['weensyos-pages --search walks --workers 2', '--workers: random walks have no such thing'],
    ['./none.ts ./none.ts', 'or a kernel with programs, as in ringfence explore weensyos ./one.ts ./other.ts'],
    ['weensyos-pages --search sideways', 'expected breadth, depth or walks'],
    ['weensyos-pages --search depth --checkpoint kept', 'leave --search depth out'],
  ]) {
    const { code, errors } = await explore(line, folder);
    expect([line, code, errors]).toEqual([line, 2, expect.stringContaining(problem)]);
  }
});
