/** The command as it is packed (monitor/bundle.mjs): the same in few files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE } from './terminal.ts';

const FOLDER = join(PACKAGE, 'dist/monitor/command');
/** All that dumps are judged with. */
const OF_DUMPS = 'dumps.js';
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const parts = readdirSync(FOLDER).filter((name) => name !== OF_DUMPS);
const text = parts.map(read);

test('classes keep their names, by which reports call kernels, allocators and errors', () => {
  // Two of a name in one file are told apart by a number behind it.
  const renamed = [...text, read(OF_DUMPS)].flatMap(
    (code) => code.match(/class \w+\d+ extends|var \w+\d+ = class/g) ?? [],
  );
  expect(renamed).toEqual([]);
});

test('the model is not packed: whoever brings code shares it', () => {
  expect(text.some((code) => code.includes('from "../../kernel/'))).toBe(true);
  expect(text.filter((code) => /^(?:export )?class (?:Machine|WeensyKernel|JosKernel) /m.test(code))).toEqual([]);
});

test('dumps are judged without any file beside that one', () => {
  const imported = [...read(OF_DUMPS).matchAll(/^(?:import|\} from)\b.*"([^"]+)";$/gm)].map(([, path]) => path);
  expect(imported.length).toBeGreaterThan(0);
  expect(imported.filter((path) => /^[./]/.test(path))).toEqual([]);
});

test('what is left to other files is there', () => {
  const late = [...read(OF_DUMPS).matchAll(/\bimport\("(\.[^"]+)"\)/g)].map(([, path]) => path);
  expect(late).toContain('../../monitor/judge/at-moment.js');
  expect(late.map((path) => readFileSync(join(FOLDER, path), 'utf8').length > 0)).not.toContain(false);
});
