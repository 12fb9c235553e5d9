/** What commands write as JSON is what its schema says: no field too few, and none that the schema does not know. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { DOCUMENTS, schemaFile } from '../../monitor/json/documents.ts';
import type { Schema } from '../../monitor/json/shape.ts';
import { memoryOf, realDump, symbolsOf } from '../dumps/real/dumps.ts';
import { SEMANTICS, textOfMoment } from '../specs.ts';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

const FOLDER = folderWith({
  'forgetful.ts': `import { WeensyKernel } from 'ringfence/kernel';
export default class Forgetful extends WeensyKernel { override share(): void {} }`,
  'unbooted.ts': `import { WeensyKernel } from 'ringfence/kernel';
export default class Unbooted extends WeensyKernel { override boot() { throw new Error('no'); } }`,
  'lab2.ts': `import { JosKernel } from 'ringfence/kernel';
export default class Mine extends JosKernel { override page_decref() {} pageDecref() {} }`,
  'throws.ts': `import { JosKernel } from 'ringfence/kernel';
export default class Mine extends JosKernel { override memInit() { throw new Error('no'); } }`,
  'lab4.ts': `import { JosLab4 } from 'ringfence/kernel';
export default class Mine extends JosLab4 { override memInit() { throw new Error('no'); } }`,
  'greedy.ts': `import { Bitmap } from 'ringfence/kernel';
export default class Greedy extends Bitmap { override release() {} }`,
  'ls.rep': '100\n2\n4\n1\na 0 100\na 1 9000\nf 0\nf 1\n',
  'brief.js': "import { exit } from 'ringfence/userland';\nexport function* main() { yield exit(); }\n",
});

writeFileSync(join(FOLDER, 'dump.bin'), memoryOf(realDump('w-b001-after')));
writeFileSync(join(FOLDER, 'dump.nm'), symbolsOf(realDump('w-b001-after')));

/** Every object of a schema as one that has no other fields: who reads may meet more one day, who writes must not write what is not described. */
const strict = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner;
};

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const validators = new Map<string, ValidateFunction>();
const validatorOf = (name: string): ValidateFunction => {
  const known = validators.get(name) ?? ajv.compile(strict(schemaOf(name)) as Schema);
  validators.set(name, known);
  return known;
};
const schemaOf = (name: string): Schema => DOCUMENTS.find((document) => document.name === name)?.schema ?? {};

/** What is wrong with `value` by the schema of `name`. */
const faultsOf = (name: string, value: unknown): unknown => {
  const validate = validatorOf(name);
  return validate(value) ? [] : validate.errors;
};

const MOMENT = textOfMoment({
  run: { what: 'programs', programs: ['fork'], boot: {} },
  ...{ event: 8, step: 10, semantics: SEMANTICS },
});

/** A command, its exit code, and the document that it writes; `[]` where that is an array of such. */
const CASES: readonly (readonly [words: string, code: number, document: string])[] = [
  ['check --kernel ./forgetful.ts --operations 2000 --shard 1/2 --json --failures kept --save found.json', 1, 'check'],
  ['check --replay found.json --json', 0, 'check'],
  ['check --kernel ./unbooted.ts --json', 1, 'check'],
  ['jos --memory 4M --plain --json', 0, 'jos'],
  ['jos --memory 4M --grade -c kerninfo -c fre --json', 2, 'jos'],
  ['jos --memory 4M --kernel ./lab2.ts --check --json', 1, 'jos'],
  ['jos --memory 4M --kernel ./lab2.ts --grade --json', 1, 'jos'],
  ['jos --kernel ./throws.ts --plain --json', 1, 'jos'],
  ['jos --lab 4 --kernel ./lab4.ts --grade --json', 1, 'jos'],
  ['why fork page 0x5000 --at 20 --json', 0, 'why'],
  ['why fork refcount b8000 --at 20 --json', 0, 'why'],
  ['why --kernel jos --memory 4M pingpong pid 1001 --at 9 --json', 0, 'why'],
  ['why ./brief.js pid 1 --at 5 --json', 0, 'why'],
  ['why --kernel jos --lab 2 --memory 4M page 0x3ff000 --json', 0, 'why'],
  ['walk fork 0x100000 --at 20 --json', 0, 'walk'],
  ['walk fork 0x155555555000 --at 20 --pid 4 --json', 0, 'walk'],
  ['walk fork 0x800000000000 --at 20 --json', 0, 'walk'],
  ['walk --kernel jos --lab 2 --memory 4M 0xf0000000 --json', 0, 'walk'],
  ['compare --kernel ./forgetful.ts --programs fork --events 40 --json', 1, 'compare'],
  ['compare --kernel ./forgetful.ts --programs allocators --events 40 --json', 0, 'compare'],
  ['explain Kernel_page_fault_for_0x0 --json', 0, 'explain'],
  ['judge dump.bin --symbols dump.nm --json', 1, 'judge'],
  ['explore jos-pages --symmetry --json', 0, 'explore'],
  ['explore weensyos-pages --mistake shares-without-counting --json', 1, 'explore'],
  ['explore philosophers --search walks --walks 5 --coverage --json', 0, 'explore'],
  ['explore weensyos --scope 8,1,1 --coverage --json', 0, 'explore'],
  ['bugs list weensyos --json', 0, 'bugs'],
  [`bugs --moment ${MOMENT} weensyos-06 weensyos-19 --json`, 0, 'bugs-moment'],
  ['bugs hunt alloc-given-with-list --json', 0, 'bugs-hunt'],
  ['bugs show alloc jos-64 --json', 0, 'bugs-show'],
  ['bugs hunt weensyos-05 --cases 1 --quick --json', 1, 'bugs-hunt'],
  ['fuzz lifo-list --runs 1 --workers 1 --json', 0, 'fuzz'],
  ['fuzz ./greedy.ts --runs 20 --workers 1 --json --failures kept', 1, 'fuzz'],
  ['fuzz buddy --trace ls.rep --json', 0, 'fuzz-trace'],
  ['fuzz ./greedy.ts --trace ls.rep --pages 3 --json --failures kept', 1, 'fuzz'],
  ['fuzz --compare lifo-list ./greedy.ts --sizes small --runs 1 --json --failures kept', 1, 'fuzz-compare[]'],
];

describe('The JSON of', () => {
  test.each(CASES)('%s ends with %i and is a document %s', async (line, code, document) => {
    const { code: found, out } = await ringfenceHere(line.split(' '), FOLDER);
    const name = document.replace('[]', '');
    const values = out
      .trimEnd()
      .split('\n')
      .flatMap((text) => (name === document ? [JSON.parse(text)] : JSON.parse(text)));
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      expect(faultsOf(name, value)).toEqual([]);
      expect(Object.entries(value)[0]).toEqual(['schema', `ringfence/${name}/1`]);
    }
    expect(found).toBe(code);
  });

  test.each([
    ['exit --until 60 --order random:7 --timer every:5 --viewer --seed 3 --check end', 0],
    ['fork --kernel ./forgetful.ts', 1],
  ] as const)('run %s ends with %i and is such lines from header to end', (line, code) => {
    const { code: found, out } = ringfence(['run', ...line.split(' '), '--json'], FOLDER);
    const lines = out.trimEnd().split('\n');
    const kinds = new Set<string>();
    for (const text of lines) {
      const { type } = JSON.parse(text);
      // Thousands of lines of a type look alike.
      if (kinds.has(type) && Math.abs(text.length % 7) > 0) continue;
      kinds.add(type);
      expect(faultsOf('run', JSON.parse(text))).toEqual([]);
    }
    expect([found, lines[0].includes('"schema":"ringfence/run/1"'), kinds.has('end')]).toEqual([code, true, true]);
  });

  test('a saved sequence that breaks nothing any more is a search that survived', async () => {
    const { out } = await ringfenceHere('fuzz ./greedy.ts --runs 9 --workers 1 --json --failures k'.split(' '), FOLDER);
    const { saved } = JSON.parse(out).failure;
    const replayed = await ringfenceHere(['fuzz', 'bitmap', '--replay', saved, '--json'], FOLDER);
    expect(faultsOf('fuzz', JSON.parse(replayed.out))).toEqual([]);
    expect([replayed.code, JSON.parse(replayed.out).outcome]).toEqual([0, 'survived']);
  });
});

test('what is wrong is noticed: a field too few, one too many, one of another type, another version', async () => {
  const { out } = await ringfenceHere('why fork page 0x5000 --at 20 --json'.split(' '));
  const told = JSON.parse(out);
  const { when: _when, ...less } = told;
  for (const wrong of [less, { ...told, more: 1 }, { ...told, event: '20' }, { ...told, schema: 'ringfence/why/2' }])
    expect(faultsOf('why', wrong)).not.toEqual([]);
});

test('the schemas that come along are those that the commands are written against', async () => {
  for (const document of DOCUMENTS)
    await expect(schemaFile(document)).toMatchFileSnapshot(join(PACKAGE, `docs/schemas/${document.name}.json`));
});

test('docs/json.md has a row for each document, and each links to its schema', () => {
  const page = readFileSync(join(PACKAGE, 'docs/json.md'), 'utf8');
  const linked = [...page.matchAll(/\(schemas\/([a-z-]+)\.json\)/g)].map(([, name]) => name);
  expect(linked.toSorted()).toEqual(DOCUMENTS.map(({ name }) => name).toSorted());
});
