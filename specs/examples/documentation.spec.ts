/** The kernel from scratch as its document builds it: the blocks of code put together are the example. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE } from '../monitor/terminal.ts';

const EXAMPLE = join(PACKAGE, 'examples/kernel-from-scratch');
const document = readFileSync(join(PACKAGE, 'docs/your-own-kernel.md'), 'utf8');

/** The lines of each file, as far as the document has come. Blank lines say nothing. */
const linesIn = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');
const written = new Map<string, string[]>();
for (const [, name, code] of document.matchAll(/^```ts (\S+)\n(.*?)^```$/gms)) {
  written.set(name, [...(written.get(name) ?? []), ...linesIn(code)]);
}

test('who obeys the document step by step has the example, file for file', () => {
  const files = readdirSync(EXAMPLE).filter((name) => name.endsWith('.ts'));
  expect([...written.keys()].toSorted()).toEqual(files.toSorted());
  for (const name of files) expect(written.get(name), name).toEqual(linesIn(readFileSync(join(EXAMPLE, name), 'utf8')));
});

test('each step builds on what was written before it', () => {
  // A file imports only what the document has come to by the end of that file's own first block.
  const order = [...written.keys()];
  for (const [i, name] of order.entries()) {
    const imported = (written.get(name) ?? []).flatMap((line) => /from '\.\/([\w-]+\.ts)'/.exec(line)?.[1] ?? []);
    expect(
      imported.filter((other) => order.indexOf(other) >= i),
      name,
    ).toEqual([]);
  }
});
