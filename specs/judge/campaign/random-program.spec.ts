/** Random programs: what their system calls are given, and that steps come back from plain data as they were. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abi, type CallDescription, type Domain, WeensyKernel } from '../../../kernel/kernel.ts';
import { vocabularyOf } from '../../weensyos/scenario.ts';
import { decodeSteps, encodeSteps, generatorLines, randomSteps, valuesOf } from './random-program.ts';

const PAGE = abi.PAGESIZE;
const OWN: CallDescription = {
  name: 'peek',
  number: 40,
  arguments: [
    { name: 'buffer', domain: 'address' },
    { name: 'length', domain: 'length' },
  ],
  results: [{ value: 0, when: 'always' }],
};
const VOCABULARY = vocabularyOf([...WeensyKernel.calls, OWN], { answering: [50], panicking: [51] });
const SAMPLES = 4000;
const samples = (domain: Domain): number[] => fc.sample(valuesOf(domain, VOCABULARY), { numRuns: SAMPLES, seed: 1 });

test('an argument that must be a page is mostly one, at times none, and lies on both sides of each boundary', () => {
  const values = samples('page');
  const aligned = values.filter((value) => value % PAGE === 0).length;
  expect(aligned).toBeGreaterThan(SAMPLES * 0.7);
  expect(aligned).toBeLessThan(SAMPLES);
  for (const edge of [0, abi.PROC_START_ADDR, abi.MEMSIZE_VIRTUAL - PAGE, abi.MEMSIZE_VIRTUAL])
    expect(values).toContain(edge);
});

test('lengths lie next to a page, at nothing and far beyond memory; what is chosen from a list leaves it too', () => {
  expect(new Set(samples('length'))).toEqual(
    new Set([0, 1, 2, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 2 ** 31, 2 ** 32 - 1]),
  );
  expect(new Set(samples([2, 5]))).toEqual(new Set([2, 5, 6, -1]));
});

test('every call that is declared is made, and every number that answers, and what panics only last', () => {
  const programs = fc.sample(randomSteps(VOCABULARY), { numRuns: 300, seed: 1 });
  const made = new Set(programs.flat().map(([make, first]) => (make.name === 'systemCall' ? first : make.name)));
  for (const name of ['pageAlloc', 'fork', 'exit', 'getpid', 'schedYield', OWN.number, 50, 51])
    expect(made).toContain(name);
  const early = programs.filter((steps) =>
    steps.slice(0, -1).some(([make, first]) => make.name === 'systemCall' && first === 51),
  );
  expect(early).toEqual([]);
});

test('steps come back from plain data as they were, and show the same code', () => {
  const property = fc.property(randomSteps(VOCABULARY), (steps) => {
    const again = decodeSteps(VOCABULARY, JSON.parse(JSON.stringify(encodeSteps(steps))));
    expect(again).toEqual(steps);
    expect(generatorLines(VOCABULARY, again)).toEqual(generatorLines(VOCABULARY, steps));
  });
  fc.assert(property, { numRuns: 50 });
});

test('a step that no program can do is refused by its name', () => {
  expect(() => decodeSteps(VOCABULARY, [['launch', 1]])).toThrow(new RangeError('there is no operation launch'));
});
