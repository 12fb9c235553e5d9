/** The mutator: which mutants a source has, that each is a module, and that they stand where they are said to. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { readWords } from '../../bench/mutation/choice.ts';
import { linesCovered } from '../../bench/mutation/coverage.ts';
import { type Judged, mistakesIn } from '../../bench/mutation/equivalent.ts';
import { EQUIVALENTS } from '../../bench/mutation/equivalents.ts';
import { asModule, withoutTypes } from '../../bench/mutation/javascript.ts';
import { hasLine, lineBefore, textOfLines } from '../../bench/mutation/lines.ts';
import { mutantsOf } from '../../bench/mutation/mutant.ts';
import { nearestFirst } from '../../bench/mutation/nearness.ts';
import { scoreOf } from '../../bench/mutation/report.ts';
import { filesOf } from '../../bench/mutation/room.ts';
import { withScore } from '../../bench/mutation/rooms-table.ts';
import { sampleOf } from '../../bench/mutation/sample.ts';
import { changedIn } from '../../bench/mutation/since.ts';
import { keyOf, type Verdict, Verdicts } from '../../bench/mutation/verdict.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SOURCES = ['hardware/pte.ts', 'kernel/weensyos/vmiter.ts'];
const source = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const sourceLines = (file: string): string[] => source(file).split('\n');
const oneLine = (lines: readonly string[]): string => lines.join(' ').trim().replace(/\s+/g, ' ');
/** What the mutants make of a source of one line. */
const mutated = (line: string): string[] => mutantsOf(line).map((mutant) => mutant.mutated);

describe('the mutants of', () => {
  const table: readonly (readonly [what: string, line: string, ...mutants: string[]])[] = [
    ['a sum', 'f(a + 4);', ';', 'f(a - 4);', 'f(a + 5);', 'f(a + 3);'],
    ['a comparison: its boundary and its opposite', 'x = a < b;', ';', 'x = a <= b;', 'x = a >= b;'],
    ['an equality', 'x = a === b;', ';', 'x = a !== b;'],
    ['an equality with nothing', 'x = a === null;', ';', 'x = a !== null;'],
    ['an equality of texts', 'x = typeof a === "number";', ';', 'x = typeof a !== "number";'],
    ['texts that are joined', 'x = "a" + b;', ';'],
    ['a conjunction', 'x = a && b;', ';', 'x = a || b;', 'x = a;', 'x = b;'],
    ['bits', 'x = a & ~b;', ';', 'x = a | ~b;', 'x = a & b;'],
    ['an unsigned shift', 'x = a >>> b;', ';', 'x = a >> b;', 'x = a << b;'],
    ['a step', 'i++;', ';', 'i--;'],
    ['a kept number', 'a += b;', ';', 'a -= b;', 'a = b;'],
    ['a number: one more and one less', 'x = 7;', ';', 'x = 8;', 'x = 6;'],
    ['a number in base sixteen', 'x = 0x10;', ';', 'x = 0x11;', 'x = 0xf;'],
    ['zero: one', 'x = 0;', ';', 'x = 1;'],
    ['a boolean', 'x = true;', ';', 'x = false;'],
    ['a condition', 'if (a) b();', 'if (true) b();', 'if (false) b();', 'if (!(a)) b();', 'if (a) ;'],
    ['a choice', 'x = a ? b : c;', ';', 'x = true ? b : c;', 'x = false ? b : c;', 'x = !(a) ? b : c;'],
    ['a loop', 'while (a) b();', 'while (false) b();', 'while (a) ;'],
    [
      'a loop over things',
      'for (const a of b) { c(); }',
      'for (const a of []) { c(); }',
      'for (const a of b) { c(); break; }',
      'for (const a of b) { ; }',
    ],
    ['two statements', '{ a(); b = c; }', '{ ; b = c; }', '{ a(); ; }', '{ b = c; a(); }'],
    ['two statements that set different things', '{ a.b = c; a.d = e; }', '{ ; a.d = e; }', '{ a.b = c; ; }'],
    [
      'two of which one uses the other',
      '{ a = 7; b = a; }',
      '{ ; b = a; }',
      '{ a = 7; ; }',
      '{ b = a; a = 7; }',
      '{ a = 8; b = a; }',
      '{ a = 6; b = a; }',
    ],
    ['an error', 'throw new Error("no");', ';'],
    ['the number of a page', 'x = a / PAGE_SIZE;', ';', 'x = a * PAGE_SIZE;', 'x = a;'],
    ['an unsigned word', 'x = a >>> 0;', ';', 'x = a >> 0;', 'x = a << 0;', 'x = a >>> 1;', 'x = a;'],
    ['a whole number', 'x = Math.floor(a);', ';', 'x = ((a) | 0);'],
    ['arguments', 'x = f(a, b.c, 7);', ';', 'x = f(b.c, a, 7);', 'x = f(a, b.c, 8);', 'x = f(a, b.c, 6);'],
    ['the larger one', 'x = Math.max(a(), b());', ';', 'x = Math.min(a(), b());'],
    ['those that fit', 'x = a.filter(b);', ';', 'x = a;'],
    ['a wait', 'await a();', ';', 'a();'],
    [
      'a field of a class',
      'class A { a: number; b = 0; c: string; f(): number { return this.a; } }',
      'class A { a: number; b = 1; c: string; f(): number { return this.a; } }',
      'class A { a: number; b = 0; c: string; f(): number { return this.b; } }',
    ],
    ['one end', 'x = a.start;', ';', 'x = a.end;'],
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
    expect(mutated('throw new RangeError("at most " + 3, { cause: 1 < 2 });')).toEqual([';']);
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

test('the spec of the same name judges first, then what has killed, then what lies near, then what is cheap', () => {
  const known: Readonly<Record<string, readonly [seconds: number, kills: number]>> = {
    'specs/judge/report.spec.ts': [1, 0],
    'specs/weensyos/ledger/words.spec.ts': [5, 0],
    'specs/weensyos/faults/faults.spec.ts': [2, 0],
    'specs/weensyos/invariants/invariants.spec.ts': [1, 0],
    'specs/hardware/tally.spec.ts': [9, 0],
    'specs/monitor/json.spec.ts': [8, 3],
  };
  const order = nearestFirst('specs/weensyos/ledger/tally.ts', Object.keys(known), (spec) => {
    const [seconds, kills] = known[spec];
    return { seconds, kills };
  });
  expect(order.map((spec) => spec.replace(/^.*\//, '').replace('.spec.ts', ''))).toEqual([
    'tally',
    'json',
    'words',
    'invariants',
    'faults',
    'report',
  ]);
});

test('a line that moved is known by its text, and a new one is none', () => {
  const before = ['a', 'same', 'b', 'same'];
  const now = ['same', 'new', 'same', 'b'];
  expect(now.map((_, i) => lineBefore(before, now, i + 1))).toEqual([2, 0, 4, 3]);
  expect(textOfLines([1, 2, 3, 7, 9, 10])).toBe('1-3,7,9-10');
  expect([0, 1, 3, 4, 7, 8, 10].filter((line) => hasLine('1-3,7,9-10', line))).toEqual([1, 3, 7, 10]);
  expect(hasLine(textOfLines([]), 1)).toBe(false);
});

test('lines that ran are those of which some character did, by the innermost range', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-coverage-'));
  const source = 'first();\nif (no) {\n  second();\n}\n';
  const at = source.indexOf('{');
  const ranges = [
    { startOffset: 0, endOffset: source.length, count: 1 },
    { startOffset: at, endOffset: source.indexOf('}') + 1, count: 0 },
  ];
  const url = pathToFileURL('/project/dist/hardware/a.js').href;
  const others = [{ url: 'node:fs', functions: [{ ranges }] }];
  writeFileSync(join(folder, 'a.json'), JSON.stringify({ result: [{ url, functions: [{ ranges }] }, ...others] }));
  writeFileSync(join(folder, 'b.json'), '{"result": [{"ur');
  expect([...linesCovered('/project', folder, () => source)]).toEqual([['hardware/a.ts', [1, 2]]]);
  rmSync(folder, { recursive: true });
});

test('the lines that changed are those that git adds', () => {
  const difference =
    '--- a/x.ts\n+++ b/x.ts\n@@ -1,2 +1,3 @@\n+a\n@@ -9 +10 @@\n@@ -20,3 +21,0 @@\n--- a/y.ts\n+++ b/y.ts\n@@ -0,0 +1 @@\n';
  expect([...changedIn(difference)]).toEqual([
    [
      'x.ts',
      [
        [1, 3],
        [10, 10],
      ],
    ],
    ['y.ts', [[1, 1]]],
  ]);
});

test('a sample is the same for the same seed, begins a larger one, and keeps its lines where others come', () => {
  const sources: Record<string, string> = { 'a.ts': 'f(1);\ng(2);\nh(3);\n', 'b.ts': 'x = y < z;\nk(4);\n' };
  const drawn = (count: number, seed: number): string[] =>
    sampleOf(Object.keys(sources), count, seed, (file) => sources[file]).map(
      ({ mutant }) => `${mutant.original} ${mutant.mutated}`,
    );
  const all = drawn(9, 1);
  expect(all.length).toBe(5);
  expect(drawn(3, 1)).toEqual(all.slice(0, 3));
  expect(new Set([1, 2, 3, 4, 5].map((seed) => drawn(5, seed).join())).size).toBeGreaterThan(1);
  sources['a.ts'] = `more();\n${sources['a.ts']}`;
  expect(drawn(9, 1).filter((text) => all.includes(text))).toEqual(all);
});

test('a room has what judges, and of the specs nothing that is wrong on purpose or serves specs alone', () => {
  const judges = filesOf(ROOT, 'judges');
  expect(judges).toEqual(expect.arrayContaining(['specs/weensyos/ledger/tally.ts', 'specs/judge/observation.ts']));
  for (const file of [
    'specs/weensyos/ledger/scribbling-kernel.ts',
    'specs/weensyos/bugs/forgets-to-count.ts',
    'specs/monitor/terminal.ts',
  ])
    expect(judges).not.toContain(file);
});

test('the results of a room replace its row, and no other', () => {
  const judgement = (outcome: Verdict['outcome']) => {
    const [mutant] = mutantsOf('a + b;');
    return {
      file: 'a.ts',
      mutant,
      verdict: { key: '', file: 'a.ts', outcome, spec: '', test: '', ran: 1, of: 1, seconds: 1 },
    };
  };
  const outcomes: Verdict['outcome'][] = [
    'failed',
    'looped',
    'died',
    'survived',
    'undecided',
    'stored text',
    'unreached',
    'failed',
  ];
  const score = scoreOf('judges, seed 1', outcomes.map(judgement), []);
  expect(score).toEqual({
    name: 'judges, seed 1',
    mutants: 8,
    failed: 2,
    ended: 2,
    equivalent: 0,
    survived: 2,
    undecided: 1,
    stored: 1,
    score: 50,
  });
  const empty =
    '# Title\n\n<!-- rooms: written by npm run mutation -- --sample … --write -->\n<!-- end of rooms -->\nrest\n';
  const one = withScore(withScore(empty, { ...score, name: 'judges, seed 9', failed: 77 }), {
    ...score,
    name: 'hardware, seed 1',
  });
  const both = withScore(one, score);
  expect(both.split('\n').filter((line) => line.startsWith('| ')).length).toBe(3 + 1);
  expect(both).toMatch(/^# Title[\s\S]*hardware, seed 1 [\s\S]*judges, seed 1 [\s\S]*rest\n$/);
  expect(both).not.toContain('77');
  expect(withScore(both, score)).toBe(both);
});

test('words that make no sense are refused with what to do', () => {
  const refused: readonly (readonly [words: string, message: RegExp])[] = [
    ['--sample 3', /go together/],
    ['--sample 3 --room attic', /there are hardware, kernel/],
    ['--sample x --room judges', /whole number/],
    ['--write', /name it/],
    ['hardware/mmu.ts --since HEAD', /one of the three/],
    ['hardware/nothing.ts', /no file/],
    ['specs/architecture.spec.ts', /not compiled/],
    ['--budget 0', /whole number/],
    ['--colour', /Unknown option/],
  ];
  for (const [words, message] of refused) expect(() => readWords(words.split(' ')), words).toThrow(message);
});

test('every explanation is of a mutant that there is', () => {
  const mutantsNear = (file: string): Judged[] => {
    const originals = EQUIVALENTS.filter((entry) => entry.file === file).map(({ original }) => original);
    const lines = sourceLines(file).map((line) => oneLine([line]));
    const isWanted = (line: number): boolean => {
      const text = lines[line - 1];
      return text !== '' && originals.some((original) => original.startsWith(text));
    };
    return mutantsOf(source(file), isWanted).map((mutant) => ({ file, mutant, survived: true }));
  };
  const files = [...new Set(EQUIVALENTS.map(({ file }) => file))];
  expect(mistakesIn(EQUIVALENTS, files.flatMap(mutantsNear))).toEqual([]);
  expect(EQUIVALENTS.filter(({ why }) => why.length < 10)).toEqual([]);
});

test('an explanation of a mutant that is not there, or that a spec kills, is a mistake', () => {
  const entry = { file: 'a.ts', original: 'a + b;', mutated: ['a - b;'], why: 'b is zero' };
  const mutant = { original: 'a + b;', within: 'A.two', mutated: 'a - b;' };
  expect(mistakesIn([entry], [{ file: 'a.ts', mutant, survived: true }])).toEqual([]);
  expect(mistakesIn([entry], [{ file: 'a.ts', mutant, survived: false }])).toMatchObject([/a spec kills it/]);
  expect(mistakesIn([entry], [{ file: 'a.ts', mutant: { ...mutant, mutated: 'a' }, survived: true }])).toMatchObject([
    /no such mutant/,
  ]);
  expect(mistakesIn([entry], [{ file: 'b.ts', mutant, survived: true }])).toEqual([]);
  const first = { file: 'a.ts', mutant: { ...mutant, within: 'A.one' }, survived: false };
  const second = { file: 'a.ts', mutant, survived: true };
  expect(mistakesIn([{ ...entry, within: ['A.two'] }], [first, second])).toEqual([]);
  expect(mistakesIn([{ ...entry, within: ['A.one'] }], [first, second])).toMatchObject([/a spec kills it/]);
});

test('verdicts are there again after an interrupted run, less the one that was being written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-verdicts-'));
  const path = join(folder, 'verdicts.jsonl');
  const verdict = (key: string, outcome: Verdict['outcome']): Verdict => ({
    ...{ key, outcome, file: 'a.ts', spec: 's', test: '', ran: 1, of: 1, seconds: 1 },
  });
  const before = new Verdicts(path);
  for (const one of [verdict('a', 'survived'), verdict('b', 'survived'), verdict('a', 'looped')]) before.add(one);
  appendFileSync(path, '{"key":"c","outcome":"surv');
  const after = new Verdicts(path);
  expect(['a', 'b', 'c'].map((key) => after.of(key)?.outcome)).toEqual(['looped', 'survived', undefined]);
  expect([...after.killsIn('a.ts'), ...after.killsIn('b.ts')]).toEqual([['s', 1]]);
  after.forget();
  expect([after.of('a'), new Verdicts(path).of('a')]).toEqual([undefined, undefined]);
  rmSync(folder, { recursive: true });
});
