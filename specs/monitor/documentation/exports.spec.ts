/** Each export of each face of the package has a docstring, which is what the reference is made of. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE } from '../terminal.ts';

interface Exported {
  readonly file: string;
  readonly documented: boolean;
}

const DECLARATION =
  /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^export (?:declare )?(?:abstract )?(?:function|const|class|interface|type) (\w+)/gm;
const FROM = /^export (?:type )?(?:\*( as \w+)?|\{([^}]*)\}) from '([^']+)'/gm;
const known = new Map<string, Map<string, Exported>>();

/** What a file of declarations exports, by name: itself, or from another file. */
const exportsOf = (file: string): Map<string, Exported> => {
  const found = known.get(file) ?? new Map<string, Exported>();
  if (known.has(file)) return found;
  known.set(file, found);
  const text = readFileSync(join(PACKAGE, file), 'utf8');
  for (const [, comment, name] of text.matchAll(DECLARATION))
    found.set(name, { file, documented: comment !== undefined || found.get(name)?.documented === true });
  for (const [, renamed, list, module] of text.matchAll(FROM)) {
    const other = exportsOf(join(dirname(file), module.replace(/\.ts$/, '.d.ts').replace(/\.js$/, '.d.ts')));
    if (renamed !== undefined) found.set(renamed.slice(4), { file, documented: true });
    else
      for (const [name, as] of list === undefined ? [...other.keys()].map((key) => [key, key]) : namesIn(list))
        found.set(as, other.get(name) ?? { file, documented: false });
  }
  return found;
};

/** `a, type b as c`: each name, and what it is called here. */
const namesIn = (list: string): string[][] =>
  list.split(',').flatMap((part) => {
    const [name, as = name] = part
      .trim()
      .replace(/^type /, '')
      .split(' as ');
    return name === '' ? [] : [[name, as]];
  });

const { exports } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
const faces = Object.entries<{ types?: string }>(exports).flatMap(([name, { types }]) =>
  types === undefined ? [] : [{ name, exported: [...exportsOf(join(types))] }],
);

test('the faces are found, with what they export', () => {
  const all = faces.flatMap(({ exported }) => exported.map(([name]) => name));
  expect(faces.length).toBeGreaterThan(8);
  expect(all.length).toBeGreaterThan(600);
  expect(all).toEqual(expect.arrayContaining(['WeensyKernel', 'fork', 'load8', 'checkKernel', 'campaign', 'Machine']));
});

test('each export says what it is', () => {
  const silent = faces.flatMap(({ name, exported }) =>
    exported.filter(([, { documented }]) => !documented).map(([export_, { file }]) => `${name}: ${export_} (${file})`),
  );
  expect(silent).toEqual([]);
});
