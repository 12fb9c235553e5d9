/** JUnit files are what the two schemas accept that are in use: that of Ant's reports (windyroad, JUnit.xsd), and Jenkins' (xUnit plugin, junit-10.xsd). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { junitText, PASSED } from '../../monitor/report/junit.ts';
import { folderWith, ringfence, ringfenceHere } from './terminal.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const NAME = '[A-Za-z][\\w-]*';
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const plain = (text: string): string => text.replace(/&(\w+);/g, (_, name) => ENTITIES[name] ?? '\0');

/** The root of a document of elements, attributes and text. Throws where it is not well-formed. */
const parsed = (xml: string): Element => {
  if (!CHARACTERS.test(xml)) throw new Error('a character that XML cannot hold');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const token = new RegExp(`<(/?)(${NAME})((?: ${NAME}="[^"<]*")*)(/?)>|([^<>]+)|(.)`, 'gs');
  for (const [, end, name, given, empty, text, strange] of body.matchAll(token)) {
    const inner = open[open.length - 1];
    if (strange !== undefined) throw new Error(`not well-formed at ${JSON.stringify(strange)}`);
    if (text !== undefined) inner.text += plain(text);
    else if (end === '/') {
      if (open.pop()?.name !== name) throw new Error(`${name} is not open`);
    } else {
      const pairs = [...given.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))].map(([, key, value]) => [
        key,
        plain(value),
      ]);
      const element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      inner.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one root');
  return root.children[0];
};

const token = /^\S+( \S+)*$/;
const int = /^\d+$/;
const decimal = /^\d+\.\d+$/;
const any = /^/;
const SUITE = {
  ...{ name: token, package: token, id: int, hostname: token, tests: int, failures: int, errors: int, skipped: int },
  ...{ timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, time: /^\d{0,3}\.\d+$/ },
};
/** What either schema asks of an element, where both agree: its attributes, and its children in order. */
const RULES: Readonly<Record<string, { attributes: Readonly<Record<string, RegExp>>; children: RegExp }>> = {
  testsuites: { attributes: {}, children: /^(testsuite )*$/ },
  testsuite: { attributes: SUITE, children: /^properties (testcase )*system-out system-err $/ },
  properties: { attributes: {}, children: /^(property )*$/ },
  property: { attributes: { name: token, value: any }, children: /^$/ },
  testcase: { attributes: { name: token, classname: token, time: decimal }, children: /^((skipped|error|failure) )?$/ },
  skipped: { attributes: { message: any }, children: /^$/ },
  failure: { attributes: { message: any, type: any }, children: /^$/ },
  error: { attributes: { message: any, type: any }, children: /^$/ },
  'system-out': { attributes: {}, children: /^$/ },
  'system-err': { attributes: {}, children: /^$/ },
};

const faultsOf = ({ name, attributes, children }: Element): string[] => {
  const rule = RULES[name];
  if (rule === undefined) return [`no element is named ${name}`];
  const wrong = Object.entries(rule.attributes).filter(([key, form]) => !form.test(attributes[key] ?? '\0'));
  const strange = Object.keys(attributes).filter((key) => rule.attributes[key] === undefined);
  const order = children.map((child) => `${child.name} `).join('');
  return [
    ...[...wrong.map(([key]) => key), ...strange].map((key) => `${name}/@${key}: ${attributes[key]}`),
    ...(rule.children.test(order) ? [] : [`${name}: ${order}`]),
    ...children.flatMap(faultsOf),
  ];
};

const FOLDER = folderWith({
  'forgetful.ts': `import { WeensyKernel } from 'ringfence/kernel';
export default class Forgetful extends WeensyKernel { override share(): void {} }`,
  'lab4.ts': `import { JosLab4 } from 'ringfence/kernel';
export default class Mine extends JosLab4 { override memInit() { throw new Error('<no> \\u0001 & "so"'); } }`,
  'greedy.ts': `import { Bitmap } from 'ringfence/kernel';
export default class Greedy extends Bitmap { override release() {} }`,
  'ends.ts': `import { Bitmap } from 'ringfence/kernel';
export default class Ends extends Bitmap { override allocate(): number { process.exit(0); } }`,
});

/** The suite in FOLDER's `file`, once it is known to be one; and what came of its cases, by kind. */
const suiteIn = (file: string) => {
  const root = parsed(readFileSync(join(FOLDER, file), 'utf8'));
  expect(faultsOf(root)).toEqual([]);
  const [suite] = root.children;
  const cases = suite.children.filter(({ name }) => name === 'testcase');
  const kinds = cases.map(({ children }) => children[0]?.name ?? 'passed');
  const count = (kind: string) => String(kinds.filter((one) => one === kind).length);
  const { tests, failures, errors, skipped } = suite.attributes;
  expect([tests, failures, errors, skipped]).toEqual([
    String(cases.length),
    ...['failure', 'error', 'skipped'].map(count),
  ]);
  const failed = cases.find(({ children }) => children.some(({ name }) => name !== 'skipped'));
  return {
    kinds: new Set(kinds),
    count: cases.length,
    failed: failed?.attributes.name,
    text: failed?.children[0].text,
  };
};

describe('--junit writes a file that both schemas accept:', () => {
  test.each([
    [
      'check --kernel ./forgetful.ts --failures k',
      1,
      ['skipped', 'failure'],
      'exact reference count',
      'The kernel broke an invariant: exact reference count.',
    ],
    ['jos --memory 4M --grade', 0, ['passed'], undefined, ''],
    ['jos --lab 4 --kernel ./lab4.ts --grade', 1, ['failure'], 'dumbfork', '<no> \ufffd & "so"'],
    ['fuzz ./greedy.ts --runs 9 --workers 1 --failures k', 1, ['skipped', 'failure'], 'nothing leaks', 'free'],
    ['bugs hunt jos-01 weensyos-05 --cases 1 --quick', 1, ['passed', 'failure'], /^weensyos-05: /, 'Nothing was found'],
  ] as const)('%s', async (line, code, kinds, failed, text) => {
    const outcome = await ringfenceHere([...line.split(' '), '--junit', 'out.xml'], FOLDER);
    expect(outcome.code).toBe(code);
    const suite = suiteIn('out.xml');
    expect([...suite.kinds].toSorted()).toEqual([...kinds].toSorted());
    if (failed === undefined) expect(suite.failed).toBeUndefined();
    else expect(suite.failed).toMatch(failed);
    expect(suite.text ?? '').toContain(text);
  });

  test('also where the code that is judged ends its process, as an error', () => {
    const { code, errors } = ringfence(['fuzz', './ends.ts', '--runs', '9', '--junit=ended.xml'], FOLDER);
    const { kinds, text } = suiteIn('ended.xml');
    expect([code, [...kinds], `ringfence: ${text}\n`]).toEqual([1, ['error'], errors]);
  });

  test('and it is refused where there are no cases', async () => {
    for (const [line, says] of [
      ['jos --junit x.xml', '--junit: it goes with --grade'],
      ['bugs list --junit x.xml', 'bugs list: --junit is for bugs hunt'],
      ['fuzz --compare --junit x.xml', '--compare: --junit does not go with it'],
      ['fuzz buddy --runs 1 --workers 1 --junit /nowhere/x.xml', '--junit /nowhere/x.xml: cannot be written (ENOENT)'],
    ] as const)
      expect(await ringfenceHere(line.split(' '), FOLDER)).toMatchObject({
        code: 2,
        errors: expect.stringContaining(says),
      });
  });
});

test('any text survives in it, but for characters that XML cannot hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }), (message, text) => {
      const verdict = { kind: 'failure', message, text } as const;
      const cases = [
        { name: 'a', verdict },
        { name: 'b', verdict: PASSED },
      ];
      const root = parsed(junitText({ command: 'check', subject: 'x', seconds: 1, cases }));
      expect(faultsOf(root)).toEqual([]);
      const [failure] = root.children[0].children[1].children;
      if (CHARACTERS.test(text)) expect(failure.text).toBe(text);
    }),
    { numRuns: 6, examples: [['\u0000\u001f\ufffe\ud800"', 'a\u0001<&>"]]>\t\n']] },
  );
});
