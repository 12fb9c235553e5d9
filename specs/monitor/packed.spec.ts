/** The command as it is packed (monitor/bundle.mjs): the same in few files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE } from './terminal.ts';

const FOLDER = join(PACKAGE, 'dist/monitor/command');
const text = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));

test('classes keep their names, by which reports call kernels, allocators and errors', () => {
  // Two of a name in one file are told apart by a number behind it.
  const renamed = text.flatMap((code) => code.match(/class \w+\d+ extends|var \w+\d+ = class/g) ?? []);
  expect(renamed).toEqual([]);
});

test('the model is not packed: whoever brings code shares it', () => {
  expect(text.some((code) => code.includes('from "../../kernel/'))).toBe(true);
  expect(text.filter((code) => /^(?:export )?class (?:Machine|WeensyKernel|JosKernel) /m.test(code))).toEqual([]);
});
