/** The mutator: which mutants a source has, that each is a module, and that they stand where they are said to. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { mistakesIn } from '../../bench/mutation/equivalent.ts';
import { asModule, withoutTypes } from '../../bench/mutation/javascript.ts';
import { mutantsOf } from '../../bench/mutation/mutant.ts';
import { suiteFor } from '../../bench/mutation/suite.ts';
import { keyOf, type Verdict, Verdicts } from '../../bench/mutation/verdict.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SOURCES = ['hardware/four-level-walk.ts', 'hardware/tlb.ts', 'hardware/pte.ts', 'kernel/weensyos/vmiter.ts'];
const source = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const sourceLines = (file: string): string[] => source(file).split('\n');
const oneLine = (lines: readonly string[]): string => lines.join(' ').trim().replace(/\s+/g, ' ');
/** What the mutants make of a source of one line. */
const mutated = (line: string): string[] => mutantsOf(line).map((mutant) => mutant.mutated);

describe('the mutants of', () => {
  const table: readonly (readonly [what: string, line: string, ...mutants: string[]])[] = [
    ['a sum', 'f(a + b);', ';', 'f(a - b);'],
    ['a comparison: its boundary and its opposite', 'x = a < b;', ';', 'x = a <= b;', 'x = a >= b;'],
    ['an equality', 'x = a === b;', ';', 'x = a !== b;'],
    ['an equality with nothing', 'x = a === null;', ';', 'x = a !== null;'],
    ['an equality of texts', 'x = typeof a === "number";', ';', 'x = typeof a !== "number";'],
    ['texts that are joined', 'x = "a" + b;', ';'],
    ['a conjunction', 'x = a && b;', ';', 'x = a || b;'],
    ['bits', 'x = a & ~b;', ';', 'x = a | ~b;', 'x = a & b;'],
    ['an unsigned shift', 'x = a >>> b;', ';', 'x = a >> b;', 'x = a << b;'],
    ['a step', 'i++;', ';', 'i--;'],
    ['an assignment with an operation', 'a += b;', ';', 'a -= b;'],
    ['a number: one more and one less', 'x = 7;', ';', 'x = 8;', 'x = 6;'],
    ['a number in base sixteen', 'x = 0x10;', ';', 'x = 0x11;', 'x = 0xf;'],
    ['zero: one', 'x = 0;', ';', 'x = 1;'],
    ['a boolean', 'x = true;', ';', 'x = false;'],
    ['a condition', 'if (a) b();', 'if (true) b();', 'if (false) b();', 'if (a) ;'],
    ['a choice', 'x = a ? b : c;', ';', 'x = true ? b : c;', 'x = false ? b : c;'],
    ['a loop', 'while (a) b();', 'while (false) b();', 'while (a) ;'],
    ['a call that is returned', 'const f = () => { return g(); };', 'const f = () => { return; };'],
  ];
  for (const [what, line, ...mutants] of table) {
    test(`${what}: ${line}`, () => {
      expect(mutated(line).sort()).toEqual(mutants.sort());
    });
  }

  test('imports, types, texts, errors, ?? and ?. are none', () => {
    expect(mutated("import { a } from './a.ts';")).toEqual([]);
    expect(mutated('type Two = 2; interface Pair { readonly length: 2 } declare const b: 0 | 1;')).toEqual([]);
    expect(mutated('const text = `$' + '{1 + 2} of ` + "3";')).toEqual([]);
    expect(mutated('const f = () => { throw new RangeError("at most " + 3, { cause: 1 < 2 }); };')).toEqual([]);
    expect(mutated('const x = a?.b ?? c;')).toEqual([]);
  });
});

describe('every mutant of real sources', () => {
  const all = SOURCES.flatMap((file) => mutantsOf(source(file)).map((mutant) => ({ file, ...mutant })));

  test('is a module, and no two are the same', () => {
    for (const { module } of all) parse(module, { ecmaVersion: 'latest', sourceType: 'module' });
    expect(new Set(all.map(({ file, module }) => keyOf(file, module))).size).toBe(all.length);
    for (const file of SOURCES)
      expect(all.map(({ module }) => module)).not.toContain(asModule(withoutTypes(source(file))));
  });

  test('differs from its module in one piece, which starts on the line where it is said to stand', () => {
    const plain = new Map(SOURCES.map((file) => [file, asModule(withoutTypes(source(file))).split('\n')]));
    for (const { file, line, original, mutated, module } of all) {
      const now = module.split('\n');
      const lines = plain.get(file) ?? [];
      const first = lines.findIndex((text, i) => text !== now[i]);
      const last = lines.findLastIndex((text, i) => text !== now[i + now.length - lines.length]);
      expect(first + 1, `${file}: ${original}`).toBeGreaterThanOrEqual(line);
      const source = oneLine(sourceLines(file).slice(line - 1, last + 1));
      expect(original.startsWith(source), `${file}:${line} ${original}`).toBe(true);
      expect(mutated).not.toBe(original);
    }
  });
});

test('relative imports of a module name what the compiler has made', () => {
  expect(asModule("import { a } from './a.ts';\nexport * from '../b/c.ts';\nimport fc from 'fc.ts';")).toBe(
    "import { a } from './a.js';\nexport * from '../b/c.js';\nimport fc from 'fc.ts';",
  );
});

test('the specs of a mutant start with the property suite and hold no spec twice', () => {
  for (const file of [...SOURCES, 'userland/replay-log.ts']) {
    const { files, properties } = suiteFor(ROOT, file);
    expect(new Set(files).size).toBe(files.length);
    expect(files.slice(0, properties)).toContain('specs/weensyos/campaign.spec.ts');
    expect(files).toContain('specs/weensyos/recordings/recordings.spec.ts');
    expect(files).not.toContain('specs/package.spec.ts');
  }
});

test('an explanation of a mutant that is not there, or that a spec kills, is a mistake', () => {
  const entry = { file: 'a.ts', original: 'a + b;', mutated: ['a - b;'], why: 'b is zero' };
  const mutant = { original: 'a + b;', nth: 2, mutated: 'a - b;' };
  expect(mistakesIn([entry], [{ file: 'a.ts', mutant, survived: true }])).toEqual([]);
  expect(mistakesIn([entry], [{ file: 'a.ts', mutant, survived: false }])).toMatchObject([/a spec kills it/]);
  expect(mistakesIn([entry], [{ file: 'a.ts', mutant: { ...mutant, mutated: 'a' }, survived: true }])).toMatchObject([
    /no such mutant/,
  ]);
  expect(mistakesIn([entry], [{ file: 'b.ts', mutant, survived: true }])).toEqual([]);
  const first = { file: 'a.ts', mutant: { ...mutant, nth: 1 }, survived: false };
  const second = { file: 'a.ts', mutant, survived: true };
  expect(mistakesIn([{ ...entry, nth: [2] }], [first, second])).toEqual([]);
  expect(mistakesIn([{ ...entry, nth: [1] }], [first, second])).toMatchObject([/a spec kills it/]);
});

test('verdicts are there again after an interrupted run, less the one that was being written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-verdicts-'));
  const path = join(folder, 'verdicts.jsonl');
  const verdict = (key: string, outcome: Verdict['outcome']): Verdict => ({ key, outcome, by: '', seconds: 1 });
  const before = new Verdicts(path);
  for (const one of [verdict('a', 'survived'), verdict('b', 'survived'), verdict('a', 'timed out')]) before.add(one);
  appendFileSync(path, '{"key":"c","outcome":"surv');
  const after = new Verdicts(path);
  expect(['a', 'b', 'c'].map((key) => after.of(key)?.outcome)).toEqual(['timed out', 'survived', undefined]);
  after.forget();
  expect([after.of('a'), new Verdicts(path).of('a')]).toEqual([undefined, undefined]);
  rmSync(folder, { recursive: true });
});
